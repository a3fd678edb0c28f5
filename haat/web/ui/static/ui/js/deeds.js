// Forms with data-deed go through the queue (queue.js): sent at once when they can be, else kept on the phone and said
// so. `#deeds` (ui/deeds/words.html) says for whom, and has the words.
//
// <form method=post action=… data-deed="what is done, in words" data-deed-of="order:7"> [data-deed-stay:
// the page stays when it is sent] [data-deed-shown: the form stays while it is kept] [data-deed-each: no other is in its way] [a key's own data-deed: other words].
// [data-deeds-own="find:"]: of these the page tells itself.
// Elements [data-kept="order:7"] are shown while something about it is kept, [data-after=its path] while that very deed
// is kept: the next step without net.
import "./queue.js";

const box = document.getElementById("deeds");
const here = box?.dataset || {};
const note = document.getElementById("deeds-note");
const SAID = "haat-deeds-said";
const SLOW = 4000;
const AGAIN = "-again";
const pending = new Map();
const taking = new Set(); // forms between the press and their hiding: a second press is none
const unkept = new Set(); // forms that this phone had no room for
const once = (form) => form.dataset.deedStay === undefined && form.dataset.deedShown === undefined;
let mine = [];

const fill = (text, facts) => Object.entries(facts).reduce((whole, [name, value]) => whole.replace(`{${name}}`, value), text || "");
const words = (deed) => deed.words || deed.path;
const why = (deed) => deed.said?.join(" ") || (deed.status === 403 ? here.forbidden : deed.status >= 500 ? here.broken : here.gone);
function opens(deed, page = deed.page, more = "") {
  const url = new URL(page, location.origin);
  if (deed.as) url.searchParams.set("for", deed.as);
  return `${url.pathname}${url.search}#deed-${deed.key}${more}`;
}

// ---- what the page says

function tell(kind, text, url) {
  if (!note) return;
  note.hidden = !text;
  note.className = `notice notice--${kind}`;
  for (const icon of note.querySelectorAll("[data-icon]")) icon.hidden = icon.dataset.icon !== kind;
  const line = note.querySelector("a");
  line.textContent = text;
  if (url) line.href = url;
  else line.removeAttribute("href");
}

// A lesson keeps a deed for each of its questions.
function named(deeds) {
  const all = [...new Set(deeds.map(words))];
  return all.slice(0, 6).join(", ") + (all.length > 6 ? " …" : "");
}

function told() {
  const own = document.querySelector("[data-deeds-own]")?.dataset.deedsOwn;
  const others = own ? mine.filter((deed) => !deed.of.startsWith(own)) : mine;
  const refused = others.find((deed) => deed.state === "refused");
  const ready = others.filter((deed) => deed.state === "ready");
  if (document.querySelector("[data-deeds-list]")) return tell("note", "");
  if (refused) return tell("wrong", fill(refused.conflict ? here.conflict : here.refused, { what: words(refused), why: why(refused) }), opens(refused));
  if (ready.length) return tell("note", `${fill(ready.length === 1 ? here.waitsOne : here.waitsMany, { n: ready.length })} ${named(ready)}`, here.list);
  return tell("note", "");
}

function mark() {
  const ready = mine.filter((deed) => deed.state === "ready" && deed.as === (here.as || ""));
  for (const one of document.querySelectorAll("[data-kept]")) one.hidden = !ready.some((deed) => deed.of === one.dataset.kept);
  for (const one of document.querySelectorAll("[data-after]")) one.hidden = !ready.some((deed) => deed.path === one.dataset.after);
  for (const form of document.querySelectorAll("form[data-deed]:not([data-deed-stay], [data-deed-shown])")) {
    form.hidden = ready.some((deed) => deed.path === form.getAttribute("action"));
  }
}

// The list of all that is kept: a page with [data-deeds-list] and a <template> for one.
function list() {
  const place = document.querySelector("[data-deeds-list]");
  if (!place) return;
  const drawn = mine.map((deed) => {
    const one = document.getElementById("one-deed").content.cloneNode(true);
    const put = (name, text) => { one.querySelector(`[data-${name}]`).textContent = text; };
    put("what", words(deed));
    put("when", new Date(deed.at).toLocaleString(document.documentElement.lang, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }));
    put("why", deed.state === "refused" ? why(deed) : "");
    one.querySelector("[data-ready]").hidden = deed.state !== "ready";
    one.querySelector("[data-refused]").hidden = deed.state !== "refused";
    one.querySelector("[data-opens]").href = opens(deed);
    for (const key of one.querySelectorAll("[data-drop]")) key.addEventListener("click", () => self.deeds.drop(deed.key).then(show));
    one.querySelector("[data-again]").addEventListener("click", () => self.deeds.again(deed.key).then(flush));
    return one;
  });
  place.replaceChildren(...drawn);
  document.querySelector("[data-deeds-none]").hidden = mine.length > 0;
}

export async function show() {
  mine = (await self.deeds.all()).filter((deed) => String(deed.user) === here.user);
  mark();
  await answer();
  list();
  told();
  dispatchEvent(new CustomEvent("deeds", { detail: mine }));
  return mine;
}

// ---- sending

export async function flush() {
  const waiting = (await show()).some((deed) => deed.state === "ready");
  if (!waiting || !navigator.onLine) return null;
  const report = await self.deeds.flush().catch(() => null);
  for (const deed of report?.sent || []) dispatchEvent(new CustomEvent("deed-sent", { detail: deed }));
  await show();
  if (report?.sent.length && !mine.length) tell("done", fill(here.sent, { what: named(report.sent) }));
  else if (report?.signIn) tell("note", here.signIn, report.signIn);
  if (report?.sent.length && report.waiting) setTimeout(flush, 1000);
  return report;
}

function inPlace(form, deed) {
  const field = deed.field && form.elements[deed.field];
  let line = form.querySelector("[data-undone]");
  if (!line) {
    line = document.createElement("p");
    line.className = "field-error";
    line.dataset.undone = "";
    line.setAttribute("role", "alert");
  }
  const beside = field?.closest?.(".ask-answer, .field, .setting-row");
  if (beside) beside.after(line);
  else form.prepend(line);
  line.textContent = deed.conflict ? fill(here.conflict, { what: words(deed), why: why(deed) }) : why(deed);
  if (deed.sure) {
    const sure = form.elements.sure || form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "sure" }));
    sure.value = deed.sure;
  }
  form.hidden = false;
  form.dispatchEvent(new CustomEvent("refused", { detail: deed }));
  for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  line.scrollIntoView({ block: "center" });
}

function fieldsOf(form, key) {
  const data = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "nonce");
  return key?.name ? [...data, [key.name, key.value]] : data;
}

// To a place of this very page leads no loading: it is loaded anew, and stands there.
function go(to) {
  const next = new URL(to, location.href);
  const here = next.hash && next.href.split("#")[0] === location.href.split("#")[0];
  if (!here) return location.assign(to);
  location.hash = next.hash;
  return location.reload();
}

// Sent by whoever of this page, other pages and the worker came first: the form that looks on leads to the next page.
addEventListener("deed-sent", ({ detail }) => {
  const form = pending.get(detail.key);
  pending.delete(detail.key);
  if (!form || form.dataset.deedStay !== undefined) return;
  if (detail.said?.length) sessionStorage.setItem(SAID, detail.said.join(" "));
  go(detail.to || location.pathname);
});

// Refused while the form looks on: said where she is and what she typed still stands, so nothing has to be kept.
async function answer() {
  for (const deed of mine.filter((one) => one.state === "refused" && pending.has(one.key))) {
    const form = pending.get(deed.key);
    pending.delete(deed.key);
    mine = mine.filter((one) => one.key !== deed.key);
    await self.deeds.drop(deed.key);
    inPlace(form, deed);
  }
}

// A phone that is full keeps nothing: the form then goes the ordinary way.
function keep(form, key) {
  return self.deeds.add({
    user: here.user, as: here.as || "", token: here.token, path: form.getAttribute("action"), fields: fieldsOf(form, key),
    words: key?.dataset.deed || form.dataset.deed, of: form.dataset.deedOf || "",
    page: form.dataset.deedPage || location.pathname, from: location.pathname + location.search,
    each: form.dataset.deedEach !== undefined, instead: form.dataset.reopened,
  }).catch(() => {
    unkept.add(form);
    setTimeout(() => form.requestSubmit(key)); // not while the press itself is still told
  });
}

// The answer is waited for a little; then it is said that the deed is kept, and it goes on being sent.
async function take(form, key) {
  const deed = await keep(form, key);
  if (!deed) return;
  delete form.dataset.reopened;
  pending.set(deed.key, form);
  form.querySelector("[data-undone]")?.remove();
  await show();
  taking.delete(form);
  const answered = flush();
  const slow = new Promise((resolve) => { setTimeout(resolve, SLOW, "slow"); });
  if ((await Promise.race([answered, slow])) === "slow") await show();
  await answered;
  if (!(await self.deeds.find(deed.key))) return;
  const app = await navigator.serviceWorker?.getRegistration();
  await app?.sync?.register("haat-deeds").catch(() => {});
}

// What was refused while she was elsewhere opens here: what she typed stands in its form again, with the words. Where
// the page that shows it has no such form, the page on which it was pressed may have (`from`); that may lead back here.
function reopen() {
  const deed = mine.find((one) => location.hash.replace(AGAIN, "") === `#deed-${one.key}` && one.state === "refused");
  if (!deed) return;
  const form = [...document.querySelectorAll("form[data-deed]")].find((one) => one.getAttribute("action") === deed.path
    && one.elements.variant?.value === self.deeds.size(deed));
  if (!form) {
    const known = !deed.from || location.hash.endsWith(AGAIN) || deed.from.split("?")[0] === location.pathname;
    location.replace(known ? here.list : opens(deed, deed.from, AGAIN));
    return;
  }
  for (const [name, value] of deed.fields) {
    const field = form.elements[name];
    if (field?.type === "file" && value.size) {
      const files = new DataTransfer();
      files.items.add(value);
      field.files = files.files;
    }
    if (!field || typeof value !== "string" || field.type === "hidden" || field.type === "file") continue;
    if (field.type === "checkbox") field.checked = true;
    else field.value = value;
  }
  form.dataset.reopened = deed.key;
  inPlace(form, { ...deed, now: "" }); // the page may know it better by now
}

// Going away says what is unsent, once. `also`: what the surface keeps in other ways.
function leaving(event) {
  const kept = [named(mine), here.also].filter(Boolean);
  if (event.target.dataset.signOut === undefined || event.target.dataset.told !== undefined || !kept.length) return;
  event.preventDefault();
  event.target.dataset.told = "";
  tell("wrong", fill(here.leaving, { what: kept.join(", ") }), mine.length ? here.list : "");
  note.scrollIntoView({ block: "nearest" });
}

async function begin() {
  await show();
  document.addEventListener("submit", (event) => {
    leaving(event);
    const form = event.target;
    if (event.defaultPrevented || form.dataset.deed === undefined || unkept.has(form)) return;
    event.preventDefault();
    if (taking.has(form)) return;
    if (once(form)) taking.add(form);
    take(form, event.submitter);
  });
  for (const key of document.querySelectorAll("[data-take-back]")) {
    key.addEventListener("click", async () => {
      const kept = mine.filter((deed) => deed.state === "ready" && deed.of === key.dataset.takeBack && deed.as === (here.as || ""));
      for (const deed of kept) await self.deeds.drop(deed.key);
      await show();
    });
  }
  self.deeds.changed?.addEventListener("message", ({ data }) => {
    if (data.sent) dispatchEvent(new CustomEvent("deed-sent", { detail: data.sent }));
    show();
  });
  addEventListener("hashchange", reopen);
  addEventListener("online", flush);
  addEventListener("pageshow", flush);
  setInterval(() => { if (!document.hidden && mine.some((deed) => deed.state === "ready")) flush(); }, 30000);
  reopen();
  const said = sessionStorage.getItem(SAID);
  sessionStorage.removeItem(SAID);
  await flush();
  if (said && !mine.some((deed) => deed.state === "refused")) tell("done", said);
}

if (here.user && "indexedDB" in self) begin();
