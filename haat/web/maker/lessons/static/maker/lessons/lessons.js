// The list of lessons: which of them lie on the phone already.
import "../js/app.js";
import { mark } from "./kept.js";

for (const card of document.querySelectorAll("[data-lesson-card]")) {
  mark(card.pathname + card.search, () => { card.querySelector("[data-kept-mark]").hidden = false; });
}
