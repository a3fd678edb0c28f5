// Adding a good, one question a screen, kept on the phone after every answer. Without scripts or IndexedDB the
// same form is sent to the server screen by screen.
import "./outbox.js";
import { flush } from "./app.js";
import { digits, fair, paise, rupees, share, ungrouped } from "./fair.js";
import { begin as beginHearing } from "./hear.js";
import { begin as beginPad, first } from "./pad.js";
import { shrink } from "./photo.js";

const STEPS = ["photo", "name", "cost", "price", "count"];
const form = document.getElementById("add");
const phone = document.getElementById("phone").dataset;
const done = document.getElementById("done");
const field = (name) => form.elements[name];
const screen = (step) => form.querySelector(`[data-screen="${step}"]`);
const find = (name) => form.querySelector(`[data-${name}]`);
let draft = null;
let step = STEPS[0];
let priced = false;
let timer = 0;
let leaving = false;
let touched = false;

// ---- what she said so far

const craft = () => form.querySelector("input[name=craft]:checked") || form.querySelector("input[name=craft]");
const materials = () => [...form.querySelectorAll(`[data-craft="${craft().value}"] [data-material]`)];
const spent = () => materials().reduce((sum, input) => sum + paise(input.value), 0);
const minutes = () => (Number(ungrouped(digits(field("time").value).trim())) || 0) * (field("unit").value === "minutes" ? 1 : 60);

function terms() {
  const { wage, fee, packing, tax } = craft().dataset;
  return { wage: Number(wage), fee: Number(fee), packing: Number(packing), tax: Number(tax) };
}

function values() {
  const said = Object.fromEntries(["name", "time", "unit", "price", "pieces", "weight", "sure"].map((name) => [name, field(name).value]));
  const costs = Object.fromEntries(materials().filter((input) => input.value).map((input) => [input.dataset.material, input.value]));
  return { ...said, craft: craft().value, made: field("made").checked ? "1" : "", materials: costs };
}

function fill(said) {
  for (const name of ["name", "time", "price", "pieces", "weight", "sure"]) field(name).value = said[name] || "";
  field("unit").value = said.unit || "hours";
  field("made").checked = Boolean(said.made);
  const wanted = form.querySelector(`input[name=craft][value="${said.craft}"]`);
  if (wanted) wanted.checked = true;
  for (const input of materials()) input.value = (said.materials || {})[input.dataset.material] || "";
}

async function keep() {
  clearTimeout(timer);
  // What waits to be sent is not taken out of its queue by being looked at.
  if (!draft || (draft.state === "ready" && !touched)) return;
  draft = { ...draft, state: "open", sending: touched ? "" : draft.sending, values: values(), step, priced };
  await self.outbox.put(draft).then(() => room(true), () => room(false));
}

// A phone that is full says so, before what it cannot keep is lost.
function room(there) {
  find("full").hidden = there;
  return there;
}

// ---- what the screens show

function showPhoto() {
  if (!draft.photo) return;
  const url = URL.createObjectURL(draft.photo);
  const now = find("shoot-now");
  const big = new Image(320, 320);
  big.alt = "";
  big.src = url;
  now.replaceChildren(big);
  for (const small of form.querySelectorAll("[data-shown]")) {
    small.hidden = false;
    small.querySelector("img").src = url;
  }
}

function showCraft() {
  for (const group of form.querySelectorAll("[data-craft]")) group.hidden = group.dataset.craft !== craft().value;
}

function showSums() {
  find("total").textContent = rupees(spent());
  const known = spent() > 0 || minutes() > 0;
  find("advice").hidden = !known;
  if (!known) { find("too-low").hidden = true; return; }
  const advice = fair(spent(), minutes(), terms());
  if (!priced) field("price").value = String(advice.suggested / 100);
  const price = paise(field("price").value);
  find("lowest").textContent = rupees(Math.ceil(advice.lowest / 100) * 100);
  find("suggested").textContent = rupees(advice.suggested);
  find("mine").textContent = price ? rupees(Math.floor(share(price, terms()) / 100) * 100) : "";
  find("too-low").hidden = !price || price >= advice.lowest;
}

function showWords() {
  find("unit-word").textContent = form.querySelector("input[name=unit]:checked + span").textContent;
  const said = find("pieces-words");
  said.textContent = field("made").checked ? said.dataset.made : said.dataset.ready;
}

// What the desk asked stands on the screen where it is mended.
function showAsked() {
  const asked = form.querySelector("[data-asked]");
  if (!asked) return;
  const lines = [...asked.querySelectorAll("[data-at]")];
  for (const line of lines) line.hidden = line.dataset.at !== step;
  asked.hidden = lines.every((line) => line.hidden);
}

function showErrors(errors) {
  for (const line of form.querySelectorAll("[data-error]")) {
    const text = errors[line.dataset.error] || "";
    line.hidden = !text;
    line.querySelector("span").textContent = text;
  }
}

function show(wanted) {
  step = wanted;
  form.hidden = false;
  done.hidden = true;
  field("step").value = step;
  for (const one of STEPS) screen(one).hidden = one !== step;
  showAsked();
  showCraft();
  showSums();
  showWords();
  first(screen(step));
  scrollTo(0, 0);
}

function go(wanted) {
  show(wanted);
  history.pushState({ step: wanted }, "", `#${wanted}`);
}

// ---- one screen after the other

// A weight out of proportion to what she makes is asked about once: pressed again with the same number, it stands.
function out(weight) {
  const { light, heavy } = craft().dataset;
  const sure = field("sure");
  if ((weight >= Number(light) && weight <= Number(heavy)) || sure.value === String(weight)) return false;
  sure.value = String(weight);
  return true;
}

const empty = (name) => form.querySelector(`[data-error="${name}"]`).dataset.empty;

function missing() {
  if (step === "photo") return draft.photo || form.dataset.hasPhoto !== undefined ? {} : { photo: empty("photo") };
  if (step === "name") return field("name").value.trim() ? {} : { name: empty("name") };
  if (step === "price") return paise(field("price").value) >= 100 ? {} : { price: empty("price") };
  if (step !== "count") return {};
  const weight = Number(ungrouped(digits(field("weight").value).trim()));
  const slip = weight >= 1 && weight <= 50000 && out(weight);
  return {
    ...(slip ? { weight: field("sure").dataset.slip.replace("{n}", weight) } : {}),
    ...(field("pieces").value.trim() ? {} : { pieces: empty("pieces") }),
    ...(weight >= 1 && weight <= 50000 ? {} : { weight: empty("weight") }),
  };
}

async function next() {
  const errors = missing();
  showErrors(errors);
  if (Object.keys(errors).length) return;
  if (step === "count") { await finish(); return; }
  go(STEPS[STEPS.indexOf(step) + 1]);
  await keep();
}

// Named by what it says: once more the same is the same sending, anything else is another.
async function finish() {
  await keep();
  draft = { ...draft, sending: draft.sending || newKey() };
  touched = false;
  const sent = { ...draft, state: "ready", errors: {} };
  if (!(await self.outbox.put(sent).then(() => room(true), () => room(false)))) { await sendNow(sent); return; }
  over(sent);
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.sync?.register("haat-outbox").catch(() => {});
  await flush().catch(() => null);
  // What became of it is what the phone holds: this page may have sent it, or the worker, or nobody yet.
  const later = await self.outbox.find(sent.key);
  if (later?.state === "wrong") { await resume(); return; }
  mark(later ? "kept" : "gone");
}

function over(sent) {
  draft = null;
  readBack(sent);
  history.replaceState({ step: "done" }, "", here("mend"));
}

async function sendNow(sent) {
  if (leaving) return;
  leaving = true;
  const told = await self.outbox.now(sent).catch(() => ({ became: "later" }));
  leaving = false;
  if (told.became === "sent") {
    await self.outbox.drop(sent.key).catch(() => {}); // an earlier answer may have been kept
    over(sent);
    mark("gone");
    return;
  }
  if (told.became === "wrong") show(told.step);
  showErrors(told.errors || {});
  if (told.became === "later") find("full").scrollIntoView({ block: "center" });
}

// The green tick is for what the desk has; what is still on the phone wears a clock.
function mark(what) {
  const title = document.getElementById("done-title");
  title.textContent = { gone: title.dataset.saidGone, kept: title.dataset.saidKept, sending: title.dataset.saidSending }[what];
  done.querySelector("[data-gone-mark]").hidden = what !== "gone";
  done.querySelector("[data-kept-mark]").hidden = what === "gone";
}

function readBack({ values: said }) {
  form.hidden = true;
  done.hidden = false;
  const tell = (name, text) => { done.querySelector(`[data-back-${name}]`).textContent = text; };
  tell("name", said.name);
  tell("cost", rupees(spent()));
  tell("price", rupees(paise(said.price)));
  tell("pieces", said.pieces);
  tell("weight", `${said.weight} ${done.querySelector("[data-back-weight]").dataset.unit}`);
  mark(navigator.onLine ? "sending" : "kept");
  document.getElementById("done-title").focus();
  scrollTo(0, 0);
}

// ---- beginning, or going on where she stopped

// Her address without what is over: whose good it is, and which is mended, stay.
function here(...over) {
  const url = new URL(location.href);
  for (const name of ["fresh", "step", ...over]) url.searchParams.delete(name);
  return url.pathname + url.search;
}

// A name that nobody else gives; pages over plain HTTP have no randomUUID.
function newKey() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function newDraft() {
  const { key, turn } = form.dataset;
  // The page may be an old copy kept without net: only a good that is mended keeps the server's key.
  const own = "mend" in form.dataset ? key : newKey();
  return { key: own, turn: Number(turn), user: phone.user, maker: phone.maker, language: document.documentElement.lang, state: "open", step: STEPS[0], values: {}, errors: {}, photo: null };
}

async function unfinished() {
  const mine = (await self.outbox.all()).filter((one) => String(one.user) === phone.user && String(one.maker) === phone.maker);
  if ("mend" in form.dataset) return mine.find((one) => one.key === form.dataset.key);
  return mine.find((one) => one.state === "wrong") || mine.find((one) => one.state === "open" && !one.turn);
}

// A good that is mended again while the last mending still waits goes on with that one, which waits on until something
// is changed. What the desk has asked since is on this page, so its turn is the page's.
function goOn(found) {
  const turn = "mend" in form.dataset ? Math.max(found.turn || 0, Number(form.dataset.turn)) : found.turn;
  return { ...found, turn, state: found.state === "ready" ? "ready" : "open" };
}

async function resume() {
  touched = false;
  const found = await unfinished();
  if (found && form.dataset.fresh && found.state === "open") await self.outbox.drop(found.key);
  const goesOn = found && !(form.dataset.fresh && found.state === "open");
  draft = goesOn ? goOn(found) : newDraft();
  if (goesOn) fill(found.values);
  priced = goesOn ? Boolean(found.priced) : Boolean(field("price").value) && "mend" in form.dataset;
  showPhoto();
  show(goesOn ? found.step : form.dataset.step || STEPS[0]);
  history.replaceState({ step }, "", here());
  find("anew").hidden = !goesOn;
  if (goesOn) showErrors(found.errors || {});
}

async function begin() {
  await self.outbox.all();
  form.dataset.live = "";
  beginPad(form);
  beginHearing(form);
  form.addEventListener("submit", (event) => { event.preventDefault(); next(); });
  form.addEventListener("input", (event) => {
    touched = true;
    if (event.target === field("price")) priced = true;
    if (event.target.type === "file") return;
    showErrors({});
    showCraft();
    showSums();
    showWords();
    clearTimeout(timer);
    timer = setTimeout(keep, 300);
  });
  for (const input of form.querySelectorAll("[data-photo]")) {
    input.addEventListener("change", async () => {
      if (!input.files.length) return;
      draft.photo = await shrink(input.files[0]);
      touched = true;
      input.value = "";
      showPhoto();
      await next();
    });
  }
  for (const link of form.querySelectorAll("[data-back]")) {
    link.addEventListener("click", (event) => {
      if (step === STEPS[0]) return;
      event.preventDefault();
      show(STEPS[STEPS.indexOf(step) - 1]);
      history.replaceState({ step }, "", `#${step}`);
    });
  }
  find("anew").addEventListener("click", async (event) => {
    event.preventDefault();
    const { key } = draft;
    draft = null;
    await self.outbox.drop(key);
    location.assign(here("mend"));
  });
  addEventListener("popstate", (event) => { if (draft && STEPS.includes(event.state?.step)) show(event.state.step); });
  addEventListener("pagehide", keep);
  await resume();
}

if (form && "indexedDB" in self) begin();
