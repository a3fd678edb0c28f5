// Every page of the maker's phone: keeps the app on the phone, and sends what was made without net.
import "./outbox.js";
import "../../ui/js/deeds.js";
import { digits, ungrouped } from "./fair.js";

const MOST_KEPT = 12;
const phone = document.getElementById("phone").dataset;
const note = document.getElementById("outbox");
const line = note.querySelector("[data-outbox]");

function say(text, kind, url) {
  note.hidden = !text;
  note.className = `notice notice--${kind}`;
  line.textContent = text;
  if (url) line.href = url;
  else line.removeAttribute("href");
}

const words = (text, n) => text.replace("{n}", n);

async function mine() {
  return (await self.outbox.all()).filter((draft) => String(draft.user) === phone.user);
}

const named = (drafts) => drafts.map((draft) => draft.values.name || phone.unnamed).join(", ");
// Her own page for adding: a helper opens it for the maker whose good it is.
const opens = (draft) => `${phone.add}?for=${encodeURIComponent(draft.maker)}#${draft.step}`;

// What is unsent, said on every page but the one where it is made: what was refused first, then what waits for the
// net, then what was begun. It opens what it speaks of.
function tell(drafts, said) {
  const wrong = drafts.find((draft) => draft.state === "wrong");
  const ready = drafts.filter((draft) => draft.state === "ready");
  const begun = drafts.find((draft) => draft.state === "open" && !draft.turn && (draft.photo || draft.values.name));
  if (wrong) say(words(phone.wrong, named([wrong])), "wrong", opens(wrong));
  else if (said || document.getElementById("add")) return;
  else if (ready.length) say(`${words(ready.length === 1 ? phone.waitsOne : phone.waitsMany, ready.length)} ${named(ready)}`, "note");
  else if (begun) say(words(phone.begun, named([begun])), "note", opens(begun));
}

// How many wait, in the calm note that says there is no net. `said`: something was just told that should stay.
export async function count(said = false) {
  const drafts = await mine();
  const ready = drafts.filter((draft) => draft.state === "ready").length;
  for (const span of document.querySelectorAll("[data-waiting]")) {
    span.textContent = ready ? words(ready === 1 ? phone.waitsOne : phone.waitsMany, ready) : "";
  }
  const unsent = drafts.filter((draft) => draft.state !== "open");
  document.getElementById("deeds").dataset.also = unsent.length ? named(unsent) : "";
  tell(drafts, said);
  return ready;
}

export async function flush() {
  const ready = await count();
  if (!ready || !navigator.onLine) return null;
  say(phone.sending, "note");
  try {
    const report = await self.outbox.flush();
    if (report.sent.length) say(words(phone.sent, report.sent.join(", ")), "done");
    else if (report.signIn) say(phone.signin, "note", report.signIn);
    else say("");
    await count(Boolean(report.sent.length || report.signIn));
    return report;
  } catch {
    say("");
    return null;
  }
}

async function install() {
  if (!("serviceWorker" in navigator)) return;
  const here = await navigator.serviceWorker.register(phone.worker, { scope: phone.home });
  await navigator.serviceWorker.ready;
  if (phone.maker && navigator.onLine) {
    // The pages linked from here at which something is done open without net, too; her rooms before all else.
    const links = [".tiles a", "a[data-keep]"].flatMap((which) => [...document.querySelectorAll(which)]);
    const next = [...new Set(links.map((link) => link.pathname + link.search))].slice(0, MOST_KEPT);
    (here.active || here.waiting)?.postMessage({ keep: [phone.home, phone.add, phone.list], next });
  }
}

// What is changed at once needs the net: without it the page says so, and a press says beside its key that nothing
// was changed. Goods that are added wait on the phone, and so do deeds of the queue (ui/js/deeds.js).
const waits = (form) => form.id === "add" || form.dataset.deed !== undefined;
const atOnce = [...document.querySelectorAll("main form[method=post]")].filter((form) => !waits(form) && !form.closest(".menu"));
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (navigator.onLine || event.defaultPrevented || form.method !== "post" || waits(form)) return;
  event.preventDefault();
  const told = form.querySelector("[data-undone]") || form.appendChild(document.createElement("p"));
  told.className = "field-error";
  told.dataset.undone = "";
  told.setAttribute("role", "alert");
  told.textContent = phone.notDone;
  told.scrollIntoView({ block: "nearest" });
});
if (atOnce.length && !document.querySelector("form[data-deed]")) {
  const calm = document.querySelector("[data-offline] > div");
  if (calm) calm.textContent = phone.needsNet;
}
addEventListener("online", () => document.querySelectorAll("[data-undone]").forEach((told) => told.remove()));

// Pieces: the number moves at once, by what is kept on the phone and by what was seen being sent; what is typed is
// kept when the field is left.
const told = (deed, name) => deed.fields.find((field) => field[0] === name)?.[1];
const about = (form) => (deed) => deed.path === form.getAttribute("action") && told(deed, "variant") === form.elements.variant?.value;
// A count as the server reads it; what is none leaves the number as it stands.
const counted = (text, number) => {
  const plain = ungrouped(digits(text || "").trim());
  return /^\d{1,6}$/.test(plain) ? Number(plain) : number;
};
const after = (number, deed) => (told(deed, "step") ? Math.max(0, number + Number(told(deed, "step"))) : counted(told(deed, "pieces"), number));
const counters = () => [...document.querySelectorAll("[data-count]")].map((number) => [number, number.closest("form")]);
addEventListener("deed-sent", ({ detail }) => {
  for (const [number, form] of counters()) if (about(form)(detail)) number.dataset.count = after(Number(number.dataset.count), detail);
});
addEventListener("deeds", ({ detail }) => {
  for (const [number, form] of counters()) {
    const now = detail.filter((deed) => deed.state === "ready").filter(about(form)).reduce(after, Number(number.dataset.count));
    if (number.value === undefined) number.textContent = now;
    else if (number !== document.activeElement && !form.querySelector("[data-undone]")) number.value = now;
    if (form.elements.seen) form.elements.seen.value = now;
    form.querySelector("[value='-1']").disabled = now === 0;
  }
});
// A count that was refused stays in its field; counted once more, it may be the very same, which is no change.
for (const [number, form] of counters()) {
  let typed = false;
  const keep = () => form.requestSubmit(form.querySelector("[data-keep-count]"));
  number.addEventListener("input", () => { typed = true; });
  number.addEventListener("change", keep);
  number.addEventListener("blur", () => { if (typed && form.querySelector("[data-undone]")) keep(); });
  form.addEventListener("submit", () => { typed = false; });
  form.addEventListener("refused", ({ detail }) => { if (detail.now) number.dataset.count = detail.now; });
}

if (phone.user && "indexedDB" in self) {
  addEventListener("online", flush);
  addEventListener("pageshow", flush);
}
install().catch(() => {});
