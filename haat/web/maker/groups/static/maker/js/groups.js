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
  // Who reaches several blocks sees one at a time: each of them opens without net.
  // Who comes back to her place in the list comes to the address of the block.
  const blocks = [...document.querySelectorAll(".blocks a")].map((link) => link.pathname + link.search);
  if (!blocks.length && age.dataset.block) blocks.push(age.dataset.block);
  (here.active || here.waiting)?.postMessage({ keep: [age.dataset.page], next: blocks });
}

addEventListener("online", tell);
addEventListener("offline", tell);
tell();
keep().catch(() => {});
