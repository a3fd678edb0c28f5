// One question after the other: what is answered is kept or sent (ui/js/deeds.js), and the next one stands there. Without
// scripts all of them stand below each other, each with its keys.
import "./app.js";
import { begin as hear } from "./hear.js";
import { begin as pad, first } from "./pad.js";
import { shrink } from "./photo.js";

const PATIENCE = 1500; // so long an answer of the server is waited for before the next question
const root = document.querySelector("[data-asks]");
const end = root.querySelector("[data-asks-kept]");
const questions = [...root.querySelectorAll("[data-ask]")];
const forms = (question) => [...question.querySelectorAll("form[data-deed]")];
const about = ({ path }) => questions.find((one) => forms(one).some((form) => form.getAttribute("action") === path));
const sent = new Set();
let kept = new Set();
let shown = null;
let begun = false; // whether it is known what the phone has kept
let timer = 0;

const left = () => questions.find((one) => !sent.has(one) && !kept.has(one));

function show(question) {
  clearTimeout(timer);
  for (const one of questions) one.hidden = one !== question;
  end.hidden = Boolean(question);
  if (question === shown) return;
  const moved = shown !== null;
  shown = question;
  if (question) first(question);
  scrollTo(0, 0);
  if (moved) question?.querySelector("h2").focus();
}

// The next one that waits; when all are answered, what is kept is said, or the server says what has come of it.
function next() {
  const question = left();
  if (!question && !kept.size) location.assign(root.dataset.here);
  else show(question || null);
}

function open(question, yes) {
  for (const key of question.querySelectorAll("form button")) key.disabled = !yes;
}

// ---- what she gives

function nothing(form) {
  const given = new FormData(form);
  const fields = ["answer", "side1", "side2", "side3"].filter((name) => form.elements[name]);
  return fields.some((name) => given.getAll(name).every((value) => !(value.size ?? value.trim().length)) && !optional(form, name));
}

// Of a size of its own the length alone may be said.
const optional = (form, name) => name !== "side1" && name !== "answer" && form.dataset.sides !== "all";

function refuse(form, text) {
  const line = form.querySelector("[data-error]");
  if (!line) return;
  line.hidden = !text;
  line.querySelector("span").textContent = text;
}

for (const question of questions) {
  for (const form of forms(question)) {
    form.addEventListener("submit", (event) => {
      refuse(form, "");
      if (form.querySelector("[data-error]") && nothing(form)) {
        event.preventDefault();
        refuse(form, form.querySelector("[data-error]").dataset.empty);
        return;
      }
      setTimeout(() => open(question, false)); // not while the press itself is still told
      timer = setTimeout(() => { open(question, true); if (kept.has(question)) next(); }, PATIENCE);
    });
    form.addEventListener("refused", () => {
      kept.delete(question);
      open(question, true);
      show(question);
    });
  }
  const main = question.querySelector("form.ask");
  hear(main);
  pad(main);
  camera(main);
}

// ---- the camera: what it took stands there before it is sent

function camera(form) {
  const field = form.querySelector("[data-photo]");
  if (!field || !("DataTransfer" in self)) return;
  const find = (name) => form.querySelector(`[data-${name}]`);
  find("file").dataset.live = "";
  const show = (name, yes) => find(name) && (find(name).hidden = !yes); // a paper has no examples, and goes without a picture
  show("shoot", true);
  show("send", false);
  field.addEventListener("change", async () => {
    if (!field.files.length) return;
    const [file] = field.files;
    const picture = file.type.startsWith("image/");
    if (picture) {
      const files = new DataTransfer();
      files.items.add(new File([await shrink(file)], "photo.jpg", { type: "image/jpeg" }));
      field.files = files.files;
    }
    const taken = find("taken");
    URL.revokeObjectURL(taken.src);
    taken.hidden = !picture;
    if (picture) taken.src = URL.createObjectURL(field.files[0]);
    if (find("named")) find("named").textContent = file.name;
    show("named", !picture);
    show("examples", false);
    show("send", true);
    const key = find("shoot-key");
    key.classList.remove("key--big");
    key.classList.add("key--line");
    refuse(form, "");
  });
}

// ---- what becomes of it

addEventListener("deed-sent", ({ detail }) => {
  const question = about(detail);
  if (!question) return;
  sent.add(question);
  kept.delete(question);
  open(question, true);
  if (question === shown || !left()) next();
});
addEventListener("deeds", ({ detail }) => {
  const mine = detail.filter((deed) => deed.as === (document.getElementById("deeds").dataset.as || ""));
  kept = new Set(mine.filter((deed) => deed.state === "ready").map(about).filter((one) => one && !sent.has(one)));
  if (kept.has(shown) && (!begun || !navigator.onLine)) next();
  begun = true;
});

const wrong = questions.find((one) => one.querySelector("[data-error]:not([hidden])"));
show(wrong || left() || null);
