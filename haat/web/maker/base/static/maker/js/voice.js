// A voice note: recorded with one press, stopped with the next, heard once more before it is sent. It goes into the
// form's file field, so that it is sent (and kept without net) like everything else. Without a recorder the field stays.
import "./app.js";

const MOST = 120;
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const form = document.querySelector("form[data-asks]");
const box = form.querySelector("[data-voice]");
const field = form.elements.voice;
const find = (name) => box.querySelector(`[data-${name}]`);
let recorder = null;
let began = 0;

function shown(name, yes) { find(name).hidden = !yes; }

function refuse(text) {
  find("refused").textContent = text;
  shown("refused", Boolean(text));
}

function tick() {
  const seconds = Math.floor((Date.now() - began) / 1000);
  find("seconds").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (recorder?.state !== "recording") return;
  if (seconds >= MOST) recorder.stop();
  else setTimeout(tick, 250);
}

function keep(chunks, kind) {
  const files = new DataTransfer();
  files.items.add(new File(chunks, "voice", { type: kind.split(";")[0] }));
  field.files = files.files;
  heard();
}

function heard() {
  if (!field.files.length) return;
  const sound = find("heard");
  sound.src = URL.createObjectURL(field.files[0]);
  shown("heard", true);
  shown("forget", true);
}

function forget() {
  field.value = "";
  find("heard").removeAttribute("src");
  shown("heard", false);
  shown("forget", false);
}

async function record() {
  refuse("");
  let stream = null;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    refuse(box.dataset.denied);
    return;
  }
  forget();
  const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one)) || "";
  recorder = new MediaRecorder(stream, { audioBitsPerSecond: 24000, ...(kind ? { mimeType: kind } : {}) });
  const chunks = [];
  recorder.addEventListener("dataavailable", (event) => chunks.push(event.data));
  recorder.addEventListener("stop", () => {
    for (const track of stream.getTracks()) track.stop();
    find("record").setAttribute("aria-pressed", "false");
    shown("say-it", true);
    shown("stop", false);
    keep(chunks, recorder.mimeType || kind);
  });
  recorder.start();
  began = Date.now();
  find("record").setAttribute("aria-pressed", "true");
  shown("say-it", false);
  shown("stop", true);
  tick();
}

if ("MediaRecorder" in self && navigator.mediaDevices) {
  box.hidden = false;
  form.querySelector("[data-file]").hidden = true;
  find("record").addEventListener("click", () => { if (recorder?.state === "recording") recorder.stop(); else record(); });
  find("forget").addEventListener("click", forget);
  // Sent in the middle of her words: they end here, and go along.
  form.addEventListener("submit", (event) => {
    if (recorder?.state !== "recording") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    recorder.addEventListener("stop", () => form.requestSubmit(event.submitter));
    recorder.stop();
  });
  form.addEventListener("refused", heard);
  addEventListener("pagehide", () => { if (recorder?.state === "recording") recorder.stop(); });
}
