// A PIN fills its district and state. <input data-pin="/hi/pin/"> asks /hi/pin/?pin=411038 and expects
// {"place": "पुणे, महाराष्ट्र"} or {"error": "…"}; without it the server says the same after sending. The error stands in
// [data-pin-wrong] beside the field.
for (const field of document.querySelectorAll("[data-pin]")) {
  const done = document.getElementById(`${field.id}_done`);
  const box = field.closest(".field");
  const wrong = box.parentElement.querySelector("[data-pin-wrong]");
  let last = "";
  field.addEventListener("input", async () => {
    const pin = field.value.replace(/\D/g, "");
    if (pin === last || !done) return;
    last = pin;
    if (pin.length !== 6) { done.hidden = true; return; }
    try {
      const answer = await fetch(`${field.dataset.pin}?pin=${pin}`, { headers: { Accept: "application/json" } });
      const { place, error } = await answer.json();
      if (pin !== last) return;
      done.querySelector("span").textContent = place || "";
      done.hidden = !place;
      wrong.querySelector("span").textContent = error || "";
      wrong.hidden = !error;
      box.classList.toggle("field--wrong", !place);
      document.getElementById(`${field.id}_error`)?.remove(); // what the server said of the PIN before
      field.setAttribute("aria-invalid", String(!place));
      field.dispatchEvent(new CustomEvent("haat:pin", { bubbles: true, detail: { pin, place } }));
    } catch { done.hidden = true; }
  });
}
