// Reads an element aloud in the page's language. A button appears only when the phone has a voice for it.
const language = document.documentElement.dataset.speech || document.documentElement.lang;
const synth = window.speechSynthesis;
let speaking = null;

function voice() {
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
  if (!target) return;
  const words = new SpeechSynthesisUtterance(target.dataset.say || target.innerText);
  words.lang = language;
  words.voice = voice();
  words.rate = 0.9;
  words.onend = words.onerror = () => { if (speaking === button) quiet(); };
  speaking = button;
  button.setAttribute("aria-pressed", "true");
  synth.speak(words);
}

function show() {
  const able = Boolean(voice());
  for (const button of document.querySelectorAll("[data-speak]")) button.hidden = !able;
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
