// One sound: from a press on [data-record] to the next, or `most` seconds.
const MOST = 120;
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
export const can = "MediaRecorder" in self && Boolean(navigator.mediaDevices);

export function recorder(box, { most = MOST, bits = 16000, refused, begun, done }) {
  const find = (name) => box.querySelector(`[data-${name}]`);
  const key = find("record");
  let running;
  let began;
  const recording = () => running?.state === "recording";
  const stop = () => { if (recording()) running.stop(); };

  function show(yes) {
    key.setAttribute("aria-pressed", yes);
    find("say-it").hidden = yes;
    find("stop").hidden = !yes;
  }

  function tick() {
    const past = Date.now() - began;
    find("seconds").textContent = new Date(past).toISOString().slice(15, 19);
    if (past >= most * 1000) stop();
    else if (recording()) setTimeout(tick, 250);
  }

  async function record() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(refused);
    if (!stream) return;
    const mimeType = KINDS.find((one) => MediaRecorder.isTypeSupported(one));
    running = new MediaRecorder(stream, { audioBitsPerSecond: bits, mimeType });
    const chunks = [];
    running.addEventListener("dataavailable", ({ data }) => chunks.push(data));
    running.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      show(false);
      done(new Blob(chunks, { type: running.mimeType.split(";")[0] }));
    });
    begun();
    running.start();
    began = Date.now();
    show(true);
    tick();
  }

  box.hidden = false;
  key.addEventListener("click", () => { if (recording()) stop(); else record(); });
  addEventListener("pagehide", stop);
  const ended = () => new Promise((resolve) => {
    if (!recording()) { resolve(); return; }
    running.addEventListener("stop", resolve);
    stop();
  });
  return { recording, ended };
}

export function put(field, blob) {
  const files = new DataTransfer();
  files.items.add(new File([blob], "voice", { type: blob.type }));
  field.files = files.files;
}
