// The practice shop: a wrong answer says what follows from it and is asked again; it is not sent.
import "../js/camera.js";

for (const key of document.querySelectorAll("[data-practice-road] [data-wrong]")) {
  key.addEventListener("click", (event) => {
    event.preventDefault();
    const why = key.closest("form").querySelector("[data-why]");
    why.hidden = false;
    why.scrollIntoView({ block: "nearest" });
  });
}
