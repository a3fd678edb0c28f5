// Saying a name or a number instead of typing it, where the browser can listen.
import { digits } from "./fair.js";
import { press } from "./pad.js";

const Recognition = self.SpeechRecognition || self.webkitSpeechRecognition;

function listen(button, done) {
  const ear = new Recognition();
  ear.lang = document.documentElement.dataset.speech;
  button.setAttribute("aria-pressed", "true");
  ear.onresult = (event) => done(event.results[0][0].transcript);
  ear.onend = () => button.setAttribute("aria-pressed", "false");
  ear.start();
}

export function begin(root) {
  if (!Recognition) return;
  for (const button of root.querySelectorAll("[data-hear]")) {
    const field = root.elements[button.dataset.hear];
    button.hidden = false;
    button.addEventListener("click", () => listen(button, (text) => {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }));
  }
  for (const gap of root.querySelectorAll("[data-no-mic]")) gap.hidden = true;
  for (const button of root.querySelectorAll("[data-hear-number]")) {
    button.hidden = false;
    button.addEventListener("click", () => listen(button, (text) => press(digits(text).replace(/\D/g, ""))));
  }
}
