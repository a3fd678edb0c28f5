// The colour of the mart while it is chosen: how it looks on a key, and whether words on it can be read (WCAG 2).
const field = document.querySelector("[data-accent]");
const sample = document.querySelector("[data-sample]");
const well = document.querySelector("[data-well]");
// White words stand on the colour, and the colour on khadi: haat/web/ui/accent.py.
const WHITE = "#FFFFFF", KHADI = "#FAF6EE", LEAST = 4.5;

function luminance(colour) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function read(text) {
  const colour = `#${text.replace(/[\s#]/g, "")}`.toUpperCase();
  return /^#[0-9A-F]{6}$/.test(colour) ? colour : null;
}

function say() {
  const colour = read(field.value);
  const said = sample.querySelector("[data-said]");
  if (!colour) {
    said.textContent = sample.dataset.none;
    return;
  }
  const ratio = Math.min(contrast(colour, WHITE), contrast(colour, KHADI));
  const words = ratio >= LEAST ? sample.dataset.reads : sample.dataset.pale;
  // Rounded down: what is just too pale must not read 4.5.
  said.textContent = words.replace("#", (Math.floor(ratio * 10) / 10).toFixed(1));
  said.classList.toggle("good-news", ratio >= LEAST);
  said.classList.toggle("bad-news", ratio < LEAST);
  sample.style.setProperty("--lac", colour);
  well.value = colour.toLowerCase();
}

if (field && sample && well) {
  well.closest("[hidden]")?.removeAttribute("hidden");
  field.addEventListener("input", say);
  well.addEventListener("input", () => {
    field.value = well.value.toUpperCase();
    say();
  });
  say();
}
