// The notice in her tongue: the page's words, or the recording that lies on the phone; then three questions. What was
// recorded is played to its end before she is asked.
import { voice } from "./store.js";

export function begin(form, changed) {
  const tongues = [...form.querySelectorAll('input[name="tongue"]')];
  const heard = new Set();
  const chosen = () => tongues.find((one) => one.checked) || tongues[0];
  const box = (tongue) => form.querySelector(`.heard[data-tongue="${tongue.value}"]`);
  let playing = null;

  function stop() {
    playing?.pause();
    playing = null;
  }

  // A recording stands for the notice where nothing is written, and where it was played.
  function told() {
    const tongue = chosen();
    const recorded = tongue.dataset.spoken !== undefined || heard.has(tongue.value);
    form.elements.how.value = recorded ? "recorded" : "read";
    form.elements.voice.value = recorded ? tongue.dataset.voice : "";
  }

  function show() {
    for (const one of tongues) box(one).hidden = one !== chosen();
    const here = box(chosen());
    const done = heard.has(chosen().value);
    const all = here.querySelector("[data-all-heard]");
    if (all) {
      all.hidden = !done;
      here.querySelector("[data-not-heard]").hidden = done;
    }
    told();
  }

  async function play(play_) {
    stop();
    const kept = await voice(Number(play_.dataset.play)).catch(() => null);
    const away = play_.querySelector("[data-play-away]");
    if (!kept && !navigator.onLine) { away.hidden = false; return; }
    away.hidden = true;
    const tongue = chosen().value;
    const sound = new Audio(kept ? URL.createObjectURL(kept.sound) : play_.dataset.url);
    const bar = play_.querySelector("[data-progress]");
    playing = sound;
    sound.addEventListener("timeupdate", () => { if (sound.duration > 0 && Number.isFinite(sound.duration)) bar.value = (100 * sound.currentTime) / sound.duration; });
    sound.addEventListener("ended", () => { bar.value = 100; heard.add(tongue); show(); changed(); });
    sound.addEventListener("error", () => { away.hidden = false; });
    await sound.play().catch(() => { away.hidden = false; });
  }

  for (const one of tongues) one.addEventListener("change", () => { stop(); show(); });
  for (const one of form.querySelectorAll("[data-play]")) one.querySelector("[data-hear]").addEventListener("click", () => play(one));
  addEventListener("pagehide", stop);
  show();
  return {
    show,
    stop,
    heard,
    // Where nothing is written she has heard nothing before the recording ended.
    unheard: () => chosen().dataset.spoken !== undefined && !heard.has(chosen().value),
    mustRecord: () => chosen().dataset.spoken !== undefined,
  };
}
