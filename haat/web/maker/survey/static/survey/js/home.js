// The worker's first page: who was found today, what waits to be sent and how long that takes, as the phone knows it.
import "../../maker/js/app.js";
import { flush } from "../../ui/js/deeds.js";
import { asNew, isOf, takeBack } from "./sending.js";
import { all, drop, fetchVoices, newKey, put } from "./store.js";

const here = document.getElementById("survey").dataset;
const { user } = document.getElementById("deeds").dataset;
const phone = document.getElementById("phone").dataset;
const part = (name) => document.querySelector(`[data-${name}]`);
const BYTES_A_SECOND = 6250; // 50 kbit/s
const FACTS = 1500;
const A_FIND = 400000;
const SHOWN = 30;

const fill = (text, facts) => Object.entries(facts).reduce((whole, [name, value]) => whole.replace(`{${name}}`, value), text);
const sizeOf = (deed) => deed.fields.reduce((sum, [, value]) => sum + (value.size || 0), FACTS);
const fileKind = (deed) => deed.path.match(/\/files\/(photo|voice|yes)-/)?.[1];
const dawn = () => new Date().setHours(0, 0, 0, 0);
const craftOf = (one) => document.querySelector(`[data-craft="${one.values.craft?.[0] || ""}"]`);

// What left the queue is with the office; what was sent before today is forgotten.
async function settle(deeds) {
  const mine = (await all()).filter((one) => String(one.user) === user);
  for (const one of mine) {
    if (one.state === "queued" && !deeds.some(isOf(one.key))) {
      one.state = "sent";
      one.sentAt = Date.now();
      await put(one);
    }
    if (one.state === "sent" && (one.sentAt || one.at) < dawn()) await drop(one.key);
  }
  return mine.filter((one) => one.state !== "sent" || (one.sentAt || one.at) >= dawn());
}

const begun = (one) => one.state === "open";
const order = (one, other) => begun(other) - begun(one) || other.at - one.at;

function line(one, deeds) {
  const words = one.no ? here.nobody : [craftOf(one)?.textContent.trim(), one.values.month_pieces && fill(here.month, { n: one.values.month_pieces })].filter(Boolean).join(", ");
  const refused = deeds.find((deed) => isOf(one.key)(deed) && deed.state === "refused");
  return { words, refused };
}

function draw(one, deeds) {
  const drawn = document.getElementById("one-found").content.cloneNode(true);
  const box = (name) => drawn.querySelector(`[data-${name}]`);
  const craft = craftOf(one);
  const { words, refused } = line(one, deeds);
  if (craft) {
    box("plate").classList.add(`ground-${craft.dataset.ground}`);
    box("plate").querySelector("img").src = craft.dataset.src;
  }
  box("name").textContent = one.no ? "" : one.values.name || "";
  box("line").textContent = words;
  box("when").textContent = new Date(one.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  box("sent").hidden = one.state !== "sent";
  box("waits").hidden = one.state === "sent" || Boolean(refused);
  box("why").hidden = !refused;
  if (refused) box("why").textContent = fill(here.refused, { why: refused.said?.join(" ") || "" });
  const page = `${here.add.split("?")[0]}?block=${one.block || here.addBlock}`;
  box("go-on").hidden = !begun(one);
  box("go-on").href = `${page}#go-${one.key}`;
  box("keys").hidden = begun(one) ? false : one.state !== "queued";
  box("edit").hidden = one.no || begun(one);
  box("edit").href = `${page}#edit-${one.key}`;
  box("as-new").hidden = !refused?.conflict;
  box("as-new").addEventListener("click", () => asNew(one.key, newKey()).then(flush).then(show));
  box("drop").addEventListener("click", async () => { await takeBack(one.key); await drop(one.key); await show(); });
  return drawn;
}

function street(finds) {
  const kinds = finds.map((one) => (begun(one) ? "begun" : one.no ? "no" : "done")).reverse();
  const houses = document.querySelector("[data-houses]");
  part("street").replaceChildren(...kinds.slice(-15).map((kind) => houses.querySelector(`[data-house="${kind}"]`).cloneNode()));
  for (const kind of ["done", "begun", "no"]) part(`n-${kind}`).textContent = kinds.filter((one) => one === kind).length;
  part("sum").hidden = !finds.length;
}

async function waits(deeds) {
  const ready = deeds.filter((deed) => deed.state === "ready" && deed.of.startsWith("find:"));
  part("unsent").hidden = !ready.length;
  if (!ready.length) return;
  const bytes = ready.reduce((sum, deed) => sum + sizeOf(deed), 0);
  const count = (kind) => ready.filter((deed) => (kind === "voice" ? ["voice", "yes"].includes(fileKind(deed)) : fileKind(deed) === kind)).length;
  part("what").textContent = fill(here.files, { people: new Set(ready.map((deed) => deed.of)).size, photos: count("photo"), voices: count("voice") });
  part("size").textContent = `${(bytes / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
  part("time").textContent = fill(here.minutes, { n: Math.max(1, Math.ceil(bytes / BYTES_A_SECOND / 60)) });
  const space = await navigator.storage?.estimate?.().catch(() => null);
  part("space-line").hidden = !space?.quota;
  if (space?.quota) part("space").textContent = fill(here.more, { n: Math.floor(Math.max(0, space.quota - space.usage) / A_FIND).toLocaleString(document.documentElement.lang) });
  part("full").hidden = !space?.quota || space.quota - space.usage > 2 * A_FIND;
}

let told = [];
async function show(deeds = told) {
  told = deeds;
  const finds = (await settle(deeds)).sort(order);
  part("none").hidden = finds.length > 0;
  part("found").replaceChildren(...finds.slice(0, SHOWN).map((one) => draw(one, deeds)));
  street(finds);
  await waits(deeds);
}

// Both pages and all they need open without net, and the notice plays.
async function keep() {
  if (!("serviceWorker" in navigator) || !navigator.onLine) return;
  const app = await navigator.serviceWorker.register(phone.worker, { scope: phone.home });
  await navigator.serviceWorker.ready;
  const parts = document.querySelectorAll('link[rel="modulepreload"], link[rel="stylesheet"], script[src], main img[src], [data-src]');
  const files = [...parts].map((one) => new URL(one.dataset.src || one.src || one.href, location.href));
  const page = `${here.home}?block=${here.addBlock}`;
  const own = files.filter((url) => url.origin === location.origin && url.pathname.startsWith("/static/")).map((url) => url.pathname);
  const villages = [...document.querySelectorAll("a[data-keep]")].map((link) => link.pathname);
  (app.active || app.waiting)?.postMessage({ keep: [here.home, page, here.add, ...villages], files: [...new Set(own)] });
  await fetchVoices([...document.querySelectorAll("[data-voice][data-url]")].map((one) => ({ pk: Number(one.dataset.voice), url: one.dataset.url })));
  await navigator.storage?.persist?.();
}

addEventListener("deeds", ({ detail }) => { show(detail); });
part("send").addEventListener("click", () => flush());
document.getElementById("survey-add").href = here.add;
keep().catch(() => {});
