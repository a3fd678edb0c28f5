// The big number keys: they type into the number tapped last. A real keyboard still works.
let field = null;

const shown = (element) => element.offsetParent !== null;

export function take(input) {
  if (field) field.closest(".material")?.removeAttribute("aria-current");
  field = input;
  input?.closest(".material")?.setAttribute("aria-current", "true");
}

export function press(text) {
  if (!field) return;
  const value = text === null ? field.value.slice(0, -1) : field.value + text;
  if (value.length > (field.maxLength > 0 ? field.maxLength : 9)) return;
  field.value = value.replace(/^0+(?=\d)/, "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// With keys on the glass the phone's own keyboard stays away.
export function begin(root) {
  for (const keys of root.querySelectorAll("[data-pad-keys]")) keys.hidden = false;
  for (const input of root.querySelectorAll("[data-pad]")) {
    input.inputMode = "none";
    input.addEventListener("focus", () => take(input));
  }
  root.addEventListener("click", (event) => {
    const key = event.target.closest("[data-digit], [data-rub]");
    if (key) press(key.dataset.digit ?? null);
  });
}

// The first number of a screen is taken by itself: one tap less.
export function first(screen) {
  const inputs = [...screen.querySelectorAll("[data-pad]")].filter(shown);
  const next = inputs.find((input) => !input.value) || inputs[0];
  take(next || null);
}
