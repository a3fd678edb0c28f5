// One sound: recorded with a press, ended with the next or after a minute, heard once more. Without a recorder its file
// field stays, which nothing of this takes along.
import { newKey } from "./store.js";

const MOST = 60;
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
export const can = "MediaRecorder" in self && Boolean(navigator.mediaDevices?.getUserMedia);

// box: [data-recorder]; prefix: what the sound is called on its way; say(text): a refusal; changed(): something to keep.
export function begin(box, prefix, { denied, say, changed }) {
  const find = (name) => box.querySelector(`[data-${name}]`);
  const shown = (name, yes) => { find(name).hidden = !yes; };
  const form = box.closest("form");
  let kept = null;
  let recorder = null;
  let began = 0;

  function show() {
    shown("heard", Boolean(kept));
    shown("forget", Boolean(kept));
    if (kept) find("heard").src = URL.createObjectURL(kept.blob);
    else find("heard").removeAttribute("src");
  }

  function tick() {
    const seconds = Math.floor((Date.now() - began) / 1000);
    find("seconds").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (recorder?.state !== "recording") return;
    if (seconds >= MOST) recorder.stop();
    else setTimeout(tick, 250);
  }

  async function record() {
    say("");
    let stream = null;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      say(denied);
      return;
    }
    const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one)) || "";
    recorder = new MediaRecorder(stream, { audioBitsPerSecond: 16000, ...(kind ? { mimeType: kind } : {}) });
    const chunks = [];
    recorder.addEventListener("dataavailable", (event) => chunks.push(event.data));
    recorder.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      find("record").setAttribute("aria-pressed", "false");
      shown("say-it", true);
      shown("stop", false);
      const type = (recorder.mimeType || kind).split(";")[0];
      kept = { name: `${prefix}-${newKey().slice(0, 12)}`, blob: new Blob(chunks, { type }) };
      show();
      changed();
    });
    recorder.start();
    began = Date.now();
    find("record").setAttribute("aria-pressed", "true");
    shown("say-it", false);
    shown("stop", true);
    tick();
  }

  const stop = () => { if (recorder?.state === "recording") recorder.stop(); };
  if (can) {
    box.hidden = false;
    form.querySelector(`[data-file="${box.dataset.recorder}"]`).hidden = true;
    find("record").addEventListener("click", () => { if (recorder?.state === "recording") stop(); else record(); });
    find("forget").addEventListener("click", () => { kept = null; show(); changed(); });
    addEventListener("pagehide", stop);
  }
  // A sound that still runs ends before the screen goes on.
  const ended = () => new Promise((resolve) => {
    if (recorder?.state !== "recording") { resolve(); return; }
    recorder.addEventListener("stop", () => resolve());
    recorder.stop();
  });
  return { get: () => kept, set: (given) => { kept = given; show(); }, ended };
}
