// Small comforts of the desk: the key that sends back says how many questions; "all" ticks a whole list;
// what is ticked is counted; a choice that reloads the list does so at once.
const counter = document.querySelector("[data-count]");
const counted = [...document.querySelectorAll("[data-counted]")];

function say() {
  const many = counted.filter((tick) => tick.checked).length;
  const { count, one, none } = counter.dataset;
  counter.textContent = many === 0 ? none : many === 1 ? one : count.replace("#", many);
}
if (counter) for (const tick of counted) tick.addEventListener("change", say);

for (const all of document.querySelectorAll("[data-all]")) {
  all.closest("[hidden]")?.removeAttribute("hidden");
  all.addEventListener("change", () => {
    for (const tick of document.querySelectorAll(`[name="${all.dataset.all}"]:not([disabled])`)) tick.checked = all.checked;
  });
}

for (const choice of document.querySelectorAll("[data-go]")) {
  choice.addEventListener("change", () => choice.form.requestSubmit());
}

// Enter on a row's tick opens the row; it never sends the form.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("[data-row] input[type=checkbox]")) return;
  event.preventDefault();
  event.target.closest("[data-row]").querySelector("a")?.click();
});

// On a phone the rooms scroll sideways: the one open stands in view.
document.querySelector(".rail-list [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
