// Reads an element aloud in its own language (data-speech) or the page's, and only words that are written in it: what a
// page borrows from Hindi is not for a Bengali voice. A button appears only when there are words and a voice for them.
const page = document.documentElement;
const language = page.dataset.speech || page.lang;
const letter = new RegExp(page.dataset.script ? `\\p{Script=${page.dataset.script}}` : "\\p{L}", "u");
const synth = window.speechSynthesis;
let speaking = null;

function own(text) {
  const letters = text.match(/\p{L}/gu) || [];
  return letters.filter((each) => letter.test(each)).length * 2 >= letters.length;
}

// What is said of an element: its data-say, or what stands on the page; nothing when neither is in the page's language.
function said(target) {
  const texts = [target.dataset.say, target.innerText].filter(Boolean);
  return target.dataset.speech ? texts[0] : texts.find(own);
}

function sayable(button) {
  const target = document.getElementById(button.dataset.speak);
  // What is written only later is judged when the button is pressed.
  return !target || !(target.dataset.say || target.innerText) || said(target);
}

function spoken(button) {
  return document.getElementById(button.dataset.speak)?.dataset.speech || language;
}

function voice(language) {
  const base = language.split("-")[0];
  const all = synth.getVoices();
  return all.find((v) => v.lang.replace("_", "-") === language) || all.find((v) => v.lang.split(/[-_]/)[0] === base);
}

function quiet() {
  synth.cancel();
  if (speaking) speaking.setAttribute("aria-pressed", "false");
  speaking = null;
}

function say(button) {
  const again = speaking === button;
  quiet();
  if (again) return;
  const target = document.getElementById(button.dataset.speak);
  const text = target && said(target);
  if (!text) return;
  const words = new SpeechSynthesisUtterance(text);
  words.lang = spoken(button);
  words.voice = voice(words.lang);
  words.rate = 0.9;
  words.onend = words.onerror = () => { if (speaking === button) quiet(); };
  speaking = button;
  button.setAttribute("aria-pressed", "true");
  synth.speak(words);
}

function show() {
  for (const button of document.querySelectorAll("[data-speak]")) {
    button.hidden = !(voice(spoken(button)) && sayable(button));
  }
}

if (synth) {
  show();
  synth.addEventListener?.("voiceschanged", show);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-speak]");
    if (button) { event.preventDefault(); say(button); }
  });
  addEventListener("pagehide", quiet);
}
