// One question a screen: the [data-screen] sections of a form[data-screens], one after the other; and big − and + at
// numbers ([data-stepper] with an input) and days (with a select of days). Without scripts all of them stand below
// each other.
import "./app.js";

const form = document.querySelector("form[data-screens]");
const screens = [...form.querySelectorAll("[data-screen]")];
let at = 0;

function show(number) {
  at = Math.max(0, Math.min(screens.length - 1, number));
  screens.forEach((screen, place) => { screen.hidden = place !== at; });
  scrollTo(0, 0);
}

// ---- − and +

function days(select) {
  const [year, month, day] = select.value.split("-").map(Number);
  const now = new Date();
  return Math.round((Date.UTC(year, month - 1, day) - Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())) / 86400000);
}

function draw(box) {
  const field = box.querySelector("input, select");
  const [less, more] = box.querySelectorAll("[data-by]");
  if (field.tagName === "SELECT") {
    // A page that was kept on the phone may begin with days that are over.
    while (days(field) < 1 && field.selectedIndex < field.options.length - 1) field.selectedIndex += 1;
    box.querySelector("[data-days]").textContent = days(field);
    less.disabled = field.selectedIndex === 0 || days(field) <= 1;
    more.disabled = field.selectedIndex === field.options.length - 1;
  } else {
    less.disabled = Number(field.value) <= Number(field.min);
    more.disabled = Boolean(field.max) && Number(field.value) >= Number(field.max);
  }
}

function step(box, by) {
  const field = box.querySelector("input, select");
  if (field.tagName === "SELECT") field.selectedIndex += by;
  else field.value = Number(field.value || 0) + by;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const box of form.querySelectorAll("[data-stepper]")) {
  for (const one of box.querySelectorAll("[data-by], [data-days], [data-days-word]")) one.hidden = false;
  box.addEventListener("click", (event) => {
    const key = event.target.closest("[data-by]");
    if (key) step(box, Number(key.dataset.by));
  });
  box.addEventListener("input", () => draw(box));
  draw(box);
}

// ---- one screen after the other

const all = (screen) => {
  const fields = [...screen.querySelectorAll("input[type=number][max]")];
  return fields.length > 0 && fields.every((field) => Number(field.value) >= Number(field.max));
};

function next() {
  const whole = screens[at].querySelector("[data-all-now]");
  if (whole) {
    whole.hidden = !all(screens[at]);
    if (!whole.hidden) return;
  }
  history.pushState({ at: at + 1 }, "");
  show(at + 1);
}

for (const bar of form.querySelectorAll("[data-next]")) {
  bar.hidden = false;
  bar.addEventListener("click", next);
}
// One of the cards of a screen is chosen before it is sent: without net nobody else could say so.
function chosen(screen) {
  const none = screen.querySelector("[data-none-chosen]");
  if (none) none.hidden = Boolean(screen.querySelector("input[type=radio]:checked"));
  return !none || none.hidden;
}

form.addEventListener("submit", (event) => {
  if (at === screens.length - 1 && chosen(screens[at])) return;
  event.preventDefault();
  if (at < screens.length - 1) next();
}, true);
form.querySelector("[data-back]")?.addEventListener("click", (event) => {
  if (!at) return;
  event.preventDefault();
  history.back();
});
addEventListener("popstate", (event) => show(event.state?.at || 0));
form.addEventListener("refused", ({ detail }) => {
  const named = screens.findIndex((screen) => screen.dataset.screen === (detail.field === "day" ? "rest_on" : detail.field));
  show(named < 0 ? screens.length - 1 : named);
});

const wrong = screens.findIndex((screen) => screen.querySelector(".field-error:not([hidden])"));
history.replaceState({ at: Math.max(0, wrong) }, "");
show(Math.max(0, wrong));
