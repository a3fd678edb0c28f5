// One sound: recorded with a press, ended with the next or after so many seconds. And a file of sound that somebody
// chose: one that lasts too long is put away, and said so, before it is sent (core/voices.py refuses it too).
export const MOST = 120; // seconds of a voice note, as MOST_SECONDS there
const LATE = 5;
const PATIENCE = 3000;
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
export const can = "MediaRecorder" in self && Boolean(navigator.mediaDevices?.getUserMedia);

// box holds the key [data-record], its words [data-say-it] and [data-stop], and [data-seconds].
// refused(): there is no microphone for this page; begun(): it records now; done(blob): what was said.
export function recorder(box, { most = MOST, bits = 16000, refused, begun = () => {}, done }) {
  const find = (name) => box.querySelector(`[data-${name}]`);
  let running = null;
  let began = 0;
  const recording = () => running?.state === "recording";
  const stop = () => { if (recording()) running.stop(); };

  function show(yes) {
    find("record").setAttribute("aria-pressed", String(yes));
    find("say-it").hidden = yes;
    find("stop").hidden = !yes;
  }

  function tick() {
    const seconds = Math.floor((Date.now() - began) / 1000);
    find("seconds").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (!recording()) return;
    if (seconds >= most) stop();
    else setTimeout(tick, 250);
  }

  async function record() {
    let stream = null;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      refused();
      return;
    }
    const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one)) || "";
    running = new MediaRecorder(stream, { audioBitsPerSecond: bits, ...(kind ? { mimeType: kind } : {}) });
    const chunks = [];
    running.addEventListener("dataavailable", (event) => chunks.push(event.data));
    running.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      show(false);
      done(new Blob(chunks, { type: (running.mimeType || kind).split(";")[0] }));
    });
    begun();
    running.start();
    began = Date.now();
    show(true);
    tick();
  }

  box.hidden = false;
  find("record").addEventListener("click", () => { if (recording()) stop(); else record(); });
  addEventListener("pagehide", stop);
  // A sound that still runs ends before anything goes on.
  const ended = () => new Promise((resolve) => {
    if (!recording()) { resolve(); return; }
    running.addEventListener("stop", () => resolve());
    stop();
  });
  return { recording, ended };
}

// Into a form's own file field, so that it is sent, and kept without net, like everything else.
export function put(field, blob) {
  const files = new DataTransfer();
  files.items.add(new File([blob], "voice", { type: blob.type }));
  field.files = files.files;
}

// Seconds of a file, as this browser reads it; NaN when it cannot.
export const lasts = (file) => new Promise((resolve) => {
  const sound = new Audio();
  const url = URL.createObjectURL(file);
  const end = (told) => { URL.revokeObjectURL(url); resolve(told); };
  setTimeout(end, PATIENCE, NaN);
  sound.addEventListener("error", () => end(NaN));
  sound.addEventListener("loadedmetadata", () => { if (Number.isFinite(sound.duration)) end(sound.duration); else sound.currentTime = 1e9; });
  // A file without a length of its own is gone through to its end first.
  sound.addEventListener("durationchange", () => { if (Number.isFinite(sound.duration)) end(sound.duration); });
  sound.preload = "metadata";
  sound.src = url;
});

addEventListener("change", async ({ target }) => {
  if (!target.matches?.('input[type="file"][data-too-long]')) return;
  target.setCustomValidity("");
  const [file] = target.files;
  if (!file || !((await lasts(file)) > MOST + LATE) || target.files[0] !== file) return;
  target.value = "";
  target.setCustomValidity(target.dataset.tooLong);
  target.reportValidity();
});
