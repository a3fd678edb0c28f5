import "./keys.js";
import "./menus.js";
import "./leave.js";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
