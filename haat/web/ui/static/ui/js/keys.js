// Lists by keyboard: j and k move between [data-row] links or rows, Enter opens, x ticks, / goes to the filter; what
// says so in data-press is pressed by that letter.
const rows = () => [...document.querySelectorAll("[data-row]")];

function move(by) {
  const all = rows();
  if (!all.length) return;
  const held = all.indexOf(document.activeElement.closest("[data-row]"));
  const from = held >= 0 ? held : all.findIndex((row) => row.getAttribute("aria-current") === "true");
  const next = all[Math.max(0, Math.min(all.length - 1, from + by))];
  (next.matches("a, button") ? next : next.querySelector("a, button, input")).focus();
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "x") document.activeElement.closest("[data-row]")?.querySelector("input[type=checkbox]")?.click();
  else if (event.key === "/") document.querySelector("[data-filter]")?.focus();
  else if (/^[a-z]$/.test(event.key) && document.querySelector(`[data-press="${event.key}"]`)) {
    if (!event.repeat) document.querySelector(`[data-press="${event.key}"]`).click();
  } else return;
  event.preventDefault();
});
