// A chosen sound that lasts too long is put away before it is sent; the server refuses it, too.
const MOST = 120;
const LATE = 5;
const PATIENCE = 3000;

// Seconds of a file, as this browser reads it; NaN when it cannot.
const lasts = (file) => new Promise((resolve) => {
  const sound = new Audio();
  const url = URL.createObjectURL(file);
  const end = (told) => { URL.revokeObjectURL(url); resolve(told); };
  setTimeout(end, PATIENCE, NaN);
  sound.addEventListener("error", () => end(NaN));
  // A file without a length of its own is gone through to its end first.
  sound.addEventListener("loadedmetadata", () => { if (sound.duration === Infinity) sound.currentTime = 1e9; });
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
