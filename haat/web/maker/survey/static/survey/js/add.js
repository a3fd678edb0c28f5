// One maker found, one question a screen, kept on the phone after every answer. Who says no is only counted: what was told
// of her leaves the phone with the last screen.
import "../../maker/js/app.js";
import { digits } from "../../maker/js/fair.js";
import { flush } from "../../ui/js/deeds.js";
import { begin as beginNotice } from "./notice.js";
import { begin as beginPhotos } from "./photos.js";
import { begin as beginPlace } from "./place.js";
import { begin as beginSound, can } from "./recorder.js";
import { filesOf, hand, isOf } from "./sending.js";
import { find, newKey, put } from "./store.js";

const STEPS = ["where", "what", "many", "price", "sells", "notice", "who", "house"];
const WORK = ["month_pieces", "price", "sells", "hamlet", "latitude", "longitude", "accuracy", "name", "phone"];
const HOUSE = ["members", "women", "earners"];
const form = document.getElementById("find");
const done = document.getElementById("done");
const { user, token } = document.getElementById("deeds").dataset;
const get = (name) => form.querySelector(`[data-${name}]`);
const screen = (step) => form.querySelector(`[data-screen="${step}"]`);
let draft = null;
let step = STEPS[0];
let timer = 0;
let touched = false; // a page that was only looked at keeps nothing, and takes nothing out of the queue

// ---- what was said so far

const said = (name) => form.elements[name]?.value || "";
const crafts = () => [...form.querySelectorAll('input[name="craft"]:checked')];
const chosen = (name) => form.querySelector(`input[name="${name}"]:checked`)?.value || "";

function values() {
  const told = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || ["csrfmiddlewaretoken", "turn"].includes(name)) continue;
    if (name === "craft") (told.craft ||= []).push(value);
    else told[name] = value;
  }
  return told;
}

function fill(told) {
  for (const field of form.elements) {
    if (!field.name || field.type === "file" || ["csrfmiddlewaretoken", "turn", "version"].includes(field.name)) continue;
    const value = told[field.name];
    if (field.type === "checkbox") field.checked = (value || []).includes(field.value);
    else if (field.type === "radio") { if (value !== undefined) field.checked = value === field.value; }
    else field.value = value || "";
  }
}

async function keep() {
  clearTimeout(timer);
  if (!draft || !touched) return;
  draft = { ...draft, state: "open", values: values(), step, photos: photos.get(), voice: voice.get(), yes: yes.get(), heard: [...notice.heard] };
  await put(draft).then(() => room(true), () => room(false));
}

const later = () => { touched = true; clearTimeout(timer); timer = setTimeout(keep, 300); };
const changed = () => { touched = true; return keep(); };

// A phone that is full says so, before what it cannot keep is lost.
function room(there) {
  get("full").hidden = there;
  for (const line of form.querySelectorAll("[data-kept-now]")) line.hidden = !there;
  return there;
}

// ---- what the screens show

function showErrors(errors) {
  for (const line of form.querySelectorAll("[data-error]")) {
    const text = errors[line.dataset.error] || "";
    line.hidden = !text;
    line.querySelector("span").textContent = text;
  }
}
const refuse = (name) => (text) => showErrors(text ? { [name]: text } : {});
const empty = (name) => form.querySelector(`[data-error="${name}"]`).dataset.empty;

function show(wanted) {
  step = wanted;
  form.hidden = false;
  done.hidden = true;
  for (const one of STEPS) screen(one).hidden = one !== step;
  notice.stop();
  notice.show();
  scrollTo(0, 0);
  const field = screen(step).querySelector(".ask-answer input");
  if (field && matchMedia("(pointer: fine)").matches) field.focus();
}

function go(wanted) {
  show(wanted);
  history.pushState({ step }, "", `#go-${draft.key}`);
}

// ---- one screen after the other

const number = (name) => Number(digits(said(name)).replace(/[,\s]/g, "") || 0);

function missing() {
  if (step === "where") return chosen("place") ? {} : { place: empty("place") };
  if (step === "what") return crafts().length && crafts().length <= 5 ? {} : { craft: empty("craft") };
  if (step === "price") return Number.isFinite(number("price")) ? {} : { price: empty("price") };
  if (step === "notice") return unanswered();
  if (step === "who") {
    const phone = digits(said("phone")).replace(/\D/g, "").replace(/^(0|91)(?=\d{10}$)/, "");
    return {
      ...(/\p{L}/u.test(said("name")) ? {} : { name: empty("name") }),
      ...(!said("phone").trim() || /^[1-9]\d{9}$/.test(phone) ? {} : { phone: empty("phone") }),
    };
  }
  const most = number("members");
  return Object.fromEntries(HOUSE.filter((name) => said("members") && number(name) > most).map((name) => [name, empty(name)]));
}

const no = () => chosen("contact") === "no";

function unanswered() {
  if (notice.mustRecord() && !can) return { yes: form.dataset.noMic };
  if (notice.unheard()) return { tongue: form.querySelector(".heard:not([hidden]) [data-not-heard]").textContent };
  if (no()) return {};
  if (!["contact", "media", "household"].every(chosen)) return { yes: empty("yes") };
  return notice.mustRecord() && !yes.get() ? { unrecorded: empty("unrecorded") } : {};
}

async function next() {
  await Promise.all([voice.ended(), yes.ended()]);
  const errors = missing();
  showErrors(errors);
  if (Object.keys(errors).length) {
    form.querySelector("[data-error]:not([hidden])")?.scrollIntoView({ block: "center" });
    return;
  }
  const last = (step === "notice" && no()) || (step === "who" && chosen("household") !== "yes") || step === "house";
  if (last) { await finish(); return; }
  go(STEPS[STEPS.indexOf(step) + 1]);
  await changed();
}

// ---- handed over

// Only what she agreed to is handed over; of a no village and craft alone.
function facts() {
  const told = values();
  const names = ["place", "version", "tongue", "how", "voice", "contact"];
  if (!no()) names.push("media", "household", ...WORK);
  if (!no() && told.media === "yes") names.push("words");
  if (!no() && told.household === "yes") names.push(...HOUSE);
  return [...names.filter((name) => told[name]).map((name) => [name, told[name]]), ...told.craft.map((slug) => ["craft", slug])];
}

function files() {
  if (no()) return [];
  const agreed = chosen("media") === "yes" ? [...photos.get(), voice.get()] : [];
  return [yes.get(), ...agreed].filter(Boolean);
}

async function finish() {
  await changed();
  const fields = facts();
  const told = Object.fromEntries(fields.filter(([name]) => name !== "craft"));
  const path = form.getAttribute("action").split("?")[0].replace(form.dataset.key, draft.key);
  const one = { key: draft.key, turn: draft.turn, user, at: draft.at, state: "queued", no: no(), block: new URL(location.href).searchParams.get("block"), values: { ...told, craft: crafts().map((box) => box.value) } };
  const words = no() ? form.dataset.counted : said("name");
  try {
    await hand(one, { path, user, token, page: form.dataset.home, fields, files: files(), words });
    await put(one);
  } catch {
    room(false);
    get("full").scrollIntoView({ block: "center" });
    return;
  }
  draft = null;
  readBack(one);
  const app = await navigator.serviceWorker?.getRegistration();
  await app?.sync?.register("haat-deeds").catch(() => {});
  await flush().catch(() => null);
  await mark(one.key);
}

// The green tick is for what the office has.
async function mark(key) {
  const gone = !(await self.deeds.all()).some(isOf(key));
  const title = document.getElementById("done-title");
  title.textContent = gone ? title.dataset.saidGone : title.dataset.saidKept;
  done.querySelector("[data-gone-mark]").hidden = !gone;
  done.querySelector("[data-kept-mark]").hidden = gone;
}

function readBack(one) {
  const words = (input) => input?.closest("label").querySelector("span:not(.plate)").textContent.trim();
  form.hidden = true;
  done.hidden = false;
  done.querySelector("[data-back-name]").textContent = one.no ? form.dataset.counted : one.values.name;
  done.querySelector("[data-back-crafts]").textContent = crafts().map(words).join(", ");
  done.querySelector("[data-back-village]").textContent = words(form.querySelector('input[name="place"]:checked'));
  done.querySelector("[data-back-no]").hidden = !one.no;
  history.replaceState({ step: "done" }, "", location.pathname + location.search);
  document.getElementById("done-title").focus();
  scrollTo(0, 0);
}

// ---- beginning, or going on where she stopped

const fresh = () => ({ key: newKey(), turn: 1, user, state: "open", step: STEPS[0], at: Date.now(), values: {}, photos: [], voice: null, yes: null, heard: [] });

// What waits to be sent is changed with its files; the turn says that it is the newer telling.
async function wanted() {
  const [, how, key] = location.hash.match(/^#(go|edit)-([0-9a-zA-Z-]+)$/) || [];
  const known = key && await find(key).catch(() => null);
  if (!known || String(known.user) !== user || known.no) return fresh();
  if (known.state === "open") return known;
  if (how !== "edit" || known.state === "sent") return fresh();
  const sent = await filesOf(key);
  const of = (kind) => sent.filter((file) => file.name.startsWith(kind));
  const heard = known.values.how === "recorded" ? [known.values.tongue] : [];
  return { ...known, turn: known.turn + 1, step: STEPS[0], photos: of("photo"), voice: of("voice")[0] || null, yes: of("yes")[0] || null, heard };
}

async function resume() {
  draft = await wanted();
  if (draft.values.place) fill(draft.values);
  photos.set(draft.photos);
  voice.set(draft.voice);
  yes.set(draft.yes);
  for (const tongue of draft.heard) notice.heard.add(tongue);
  located();
  show(draft.step);
  history.replaceState({ step }, "", location.pathname + location.search + (draft.values.place ? `#go-${draft.key}` : ""));
}

// The village of before is most often the village of now.
function remember() {
  const last = sessionStorage.getItem("haat-survey-place");
  const row = last && form.querySelector(`input[name="place"][value="${last}"]`);
  if (row && !chosen("place")) row.checked = true;
  form.addEventListener("change", ({ target }) => { if (target.name === "place") sessionStorage.setItem("haat-survey-place", target.value); });
}

function helpers() {
  for (const box of form.querySelectorAll("[data-quick]")) {
    for (const key of box.querySelectorAll("button")) {
      key.hidden = false;
      key.addEventListener("click", () => { form.elements[box.dataset.quick].value = key.textContent; later(); });
    }
  }
  for (const [name, by] of [["less", -1], ["more", 1]]) {
    for (const key of form.querySelectorAll(`[data-${name}]`)) {
      key.hidden = false;
      key.addEventListener("click", () => {
        const field = form.elements[key.dataset[name]];
        field.value = Math.max(0, number(field.name) + by);
        later();
      });
    }
  }
}

const photos = beginPhotos(form, refuse("photo"), changed);
const sound = (box, prefix) => beginSound(form.querySelector(`[data-recorder="${box}"]`), prefix, { denied: form.dataset.denied, say: refuse(box), changed });
const voice = sound("voice_note", "voice");
const yes = sound("yes_note", "yes");
const notice = beginNotice(form, changed);
const located = beginPlace(form, changed);

form.addEventListener("submit", (event) => { event.preventDefault(); next(); });
form.addEventListener("input", (event) => { if (event.target.type !== "file") { showErrors({}); later(); } });
for (const link of form.querySelectorAll("[data-back]")) {
  link.addEventListener("click", (event) => {
    if (step === STEPS[0]) return;
    event.preventDefault();
    show(STEPS[STEPS.indexOf(step) - 1]);
    history.replaceState({ step }, "", location.href);
  });
}
addEventListener("popstate", (event) => { if (draft && STEPS.includes(event.state?.step)) show(event.state.step); });
addEventListener("pagehide", () => { keep(); });
helpers();
remember();
resume().then(() => { form.dataset.live = ""; });
