// One lesson: a screen at a time, on by tapping, never by time. What is told of it goes through the queue of deeds
// (ui/js/queue.js), so that a lesson without net counts once, later. Without scripts all screens stand below each other.
import "../js/app.js";
import { flush } from "../../ui/js/deeds.js";
import { mark } from "./kept.js";

const root = document.querySelector("[data-lesson]");
const here = document.getElementById("deeds").dataset;
const screens = [...root.querySelectorAll("[data-screen]")];
const nav = root.querySelector("[data-nav]");
const next = nav.querySelector("[data-next]");
const back = nav.querySelector("[data-back]");
const counts = {};
let at = 0;
let begun = root.dataset.begun !== undefined;
let sound = null;

// ---- what is told

function tell(fields) {
  if (!here.user || !self.deeds) return Promise.resolve();
  const deed = {
    user: here.user, as: here.as || "", token: here.token, path: root.dataset.told, fields, words: root.dataset.title,
    of: `lesson:${root.dataset.lesson}`, page: location.pathname, from: location.pathname + location.search, each: true,
  };
  return self.deeds.add(deed).then(flush).catch(() => {});
}

function begin() {
  if (begun) return;
  begun = true;
  tell([["what", "begun"]]);
}

const count = (screen, which) => { (counts[screen.dataset.screen] ||= [0, 0, 0])[which] += 1; };

// ---- sound: a woman's recording, else the phone's own voice (ui/js/speak.js)

function hush() {
  if (!sound) return;
  sound.audio.pause();
  sound.key.setAttribute("aria-pressed", "false");
  sound = null;
}

function play(key) {
  const again = sound?.key === key;
  hush();
  if (again) return;
  const audio = new Audio(key.dataset.sound);
  sound = { key, audio };
  key.setAttribute("aria-pressed", "true");
  audio.addEventListener("ended", hush);
  audio.play().catch(hush);
}

const voices = (part) => part?.querySelector(":scope > .lesson-say, :scope .lesson-say")?.querySelector("[data-sound]:not([hidden]), [data-speak]:not([hidden])");

// A browser lets nothing sound before she has touched the page.
function hear(part) {
  const key = voices(part);
  if (key && (!navigator.userActivation || navigator.userActivation.hasBeenActive) && key.getAttribute("aria-pressed") !== "true") key.click();
}

for (const key of root.querySelectorAll("[data-sound]")) {
  key.hidden = false;
  key.addEventListener("click", () => play(key));
}
root.addEventListener("click", (event) => {
  const key = event.target.closest("[data-sound], [data-speak]");
  if (key && event.isTrusted) count(key.closest("[data-screen]"), 0);
});

// ---- from screen to screen

const asks = (screen) => screen.querySelector(".lesson-pair") && !screen.querySelector("[data-chosen='right']");

function show(number, quiet = false) {
  at = Math.min(Math.max(number, 0), screens.length - 1);
  hush();
  self.speechSynthesis?.cancel();
  for (const [index, screen] of screens.entries()) screen.hidden = index !== at;
  const screen = screens[at];
  const end = screen.dataset.screen === "end";
  nav.hidden = end;
  back.disabled = at === 0;
  next.disabled = Boolean(asks(screen));
  nav.querySelector("[data-where]").textContent = `${at + 1} / ${screens.length - 1}`;
  if (quiet) return;
  scrollTo(0, 0);
  screen.querySelector("h2")?.focus({ preventScroll: true });
  hear(screen);
  if (end) finish();
}

next.addEventListener("click", () => { begin(); show(at + 1); });
back.addEventListener("click", () => { count(screens[at], 1); show(at - 1); });

// ---- pairs and questions: a wrong tap says what follows and asks again; nothing is scored before her eyes

function chosen(screen, key) {
  const right = key.dataset.right !== undefined;
  const first = !screen.querySelector("[data-chosen]");
  key.dataset.chosen = right ? "right" : "wrong";
  const why = screen.querySelector("[data-why]");
  const either = why?.dataset.why === "both";
  if (why) why.hidden = right && !either;
  for (const name of ["hit", "miss"]) {
    const words = why?.querySelector(`[data-${name}]`);
    if (words) words.hidden = (name === "hit") !== right;
  }
  if (either && !right) screen.querySelector("[data-right]").dataset.chosen = "right";
  next.disabled = Boolean(asks(screen));
  begin();
  if (screen.dataset.question && first) {
    const later = screen.dataset.later === undefined ? [] : [["later", "1"]];
    tell([["what", "answered"], ["question", screen.dataset.question], ["answer", key.dataset.choice], ...later]);
  }
  if (why && !why.hidden) hear(why);
}

for (const screen of screens) {
  for (const key of screen.querySelectorAll("[data-choice]")) key.addEventListener("click", () => chosen(screen, key));
}

// ---- the practice

const form = root.querySelector("[data-tried]");
const triedKey = root.querySelector("[data-tried-key]");
function tried() {
  if (triedKey) triedKey.hidden = true;
  const said = root.querySelector("[data-tried-said]");
  if (said) said.hidden = false;
}
form?.addEventListener("submit", () => { begin(); setTimeout(tried); });

if (form?.dataset.afterFigure !== undefined && triedKey) form.hidden = true;
for (const key of root.querySelectorAll("[data-figure]")) {
  key.addEventListener("click", () => {
    const right = key.dataset.right !== undefined;
    root.querySelector("[data-figure-wrong]").hidden = right;
    if (!right) return;
    key.setAttribute("aria-pressed", "true");
    for (const one of root.querySelectorAll("[data-figure]")) one.disabled = one !== key;
    form.hidden = false;
    if (triedKey && !triedKey.hidden) form.requestSubmit(triedKey);
  });
}

// Five calls; one that was judged wrongly comes again after the others.
const game = root.querySelector("[data-game]");
if (game) {
  const waiting = [...game.querySelectorAll("[data-call]")];
  const open = () => {
    for (const call of game.querySelectorAll("[data-call]")) call.hidden = call !== waiting[0];
    game.querySelector("[data-game-done]").hidden = waiting.length > 0;
    if (waiting.length) return;
    begin();
    tell([["what", "tried"]]);
  };
  for (const call of waiting) {
    const why = call.querySelector("[data-call-why]");
    call.querySelector("[data-plain]").hidden = true;
    call.querySelector("[data-faces]").hidden = false;
    why.hidden = true;
    const on = call.querySelector("[data-next-call]");
    for (const face of call.querySelectorAll("[data-face]")) {
      face.addEventListener("click", () => {
        const right = face.dataset.face === call.dataset.is;
        for (const other of call.querySelectorAll("[data-face]")) other.disabled = true;
        call.querySelector("[data-hit]").hidden = !right;
        call.querySelector("[data-miss]").hidden = right;
        why.hidden = false;
        on.hidden = false;
        call.dataset.right = right ? "1" : "";
        hear(why);
        on.focus();
      });
    }
    on.addEventListener("click", () => {
      waiting.shift();
      if (!call.dataset.right) waiting.push(call);
      for (const face of call.querySelectorAll("[data-face]")) face.disabled = false;
      why.hidden = true;
      open();
      hear(waiting[0]);
    });
  }
  for (const call of waiting.slice(1)) call.hidden = true;
}

// ---- the end, and leaving before it

let told = false;
function finish() {
  if (told || !begun || !Object.keys(counts).length) return;
  told = true;
  tell([["what", "seen"], ["scenes", JSON.stringify(counts)]]);
}
addEventListener("pagehide", () => {
  hush();
  if (!begun || told || screens[at].dataset.screen === "end") return;
  count(screens[at], 2);
  finish();
});

root.dataset.runs = "";
show(0, true);

async function keep() {
  const worker = await navigator.serviceWorker?.ready;
  worker?.active?.postMessage({ keep: [location.pathname + location.search] });
  await mark(location.pathname, () => { document.querySelector("[data-kept-here]").hidden = false; });
}
keep().catch(() => {});
