// A coordinator's list: kept on the phone for all her groups at once, and without net it says how old it is.
import "./app.js";

const { worker, home } = document.getElementById("phone").dataset;
const age = document.querySelector("[data-groups-age]");

function tell() {
  age.hidden = navigator.onLine;
  const at = new Date(age.dataset.at).toLocaleString(document.documentElement.lang, { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  age.textContent = age.dataset.words.replace("{when}", at);
}

async function keep() {
  if (!("serviceWorker" in navigator) || !navigator.onLine) return;
  const here = await navigator.serviceWorker.register(worker, { scope: home });
  await navigator.serviceWorker.ready;
  // Her blocks and waves open without net.
  const next = [...document.querySelectorAll(".blocks a, [data-next]")].map((link) => link.pathname + link.search);
  if (age.dataset.block) next.push(age.dataset.block);
  (here.active || here.waiting)?.postMessage({ keep: [age.dataset.page], next });
}

addEventListener("online", tell);
addEventListener("offline", tell);
tell();
keep().catch(() => {});
