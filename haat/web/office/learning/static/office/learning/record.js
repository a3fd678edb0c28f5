// Recording at the desk what a woman reads: into the form's own file field, small enough for a phone on 2G. Without a
// recorder a file is chosen.
const BITS = 16000;
const MOST = 25;
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

function recordInto(form) {
  const box = form.querySelector("[data-recorder]");
  const find = (name) => box.querySelector(`[data-${name}]`);
  const field = form.elements.voice;
  let recorder = null;
  let began = 0;
  const shown = (name, yes) => { find(name).hidden = !yes; };

  function tick() {
    const seconds = Math.floor((Date.now() - began) / 1000);
    find("seconds").textContent = `0:${String(seconds).padStart(2, "0")}`;
    if (recorder?.state !== "recording") return;
    if (seconds >= MOST) recorder.stop();
    else setTimeout(tick, 250);
  }

  function keep(chunks, kind) {
    const files = new DataTransfer();
    files.items.add(new File(chunks, "voice", { type: kind.split(";")[0] }));
    field.files = files.files;
    find("heard").src = URL.createObjectURL(field.files[0]);
    shown("heard", true);
  }

  async function start() {
    shown("denied", false);
    let stream = null;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      shown("denied", true);
      return;
    }
    const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one)) || "";
    recorder = new MediaRecorder(stream, { audioBitsPerSecond: BITS, ...(kind ? { mimeType: kind } : {}) });
    const chunks = [];
    recorder.addEventListener("dataavailable", (event) => chunks.push(event.data));
    recorder.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      find("start").setAttribute("aria-pressed", "false");
      shown("idle", true);
      shown("busy", false);
      keep(chunks, recorder.mimeType || kind);
    });
    recorder.start();
    began = Date.now();
    find("start").setAttribute("aria-pressed", "true");
    shown("idle", false);
    shown("busy", true);
    tick();
  }

  box.hidden = false;
  find("start").addEventListener("click", () => { if (recorder?.state === "recording") recorder.stop(); else start(); });
}

if ("MediaRecorder" in self && navigator.mediaDevices) {
  for (const form of document.querySelectorAll("form[data-record]")) recordInto(form);
}
