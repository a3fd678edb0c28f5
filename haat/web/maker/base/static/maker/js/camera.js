// A photo beside a form: made small on the phone, and shown before it is sent.
import "./app.js";
import { shrink } from "./photo.js";

for (const field of document.querySelectorAll("[data-camera]")) {
  const shot = field.closest("[data-shot]");
  shot.dataset.live = "";
  field.addEventListener("change", async () => {
    const [file] = field.files;
    if (!file) return;
    const files = new DataTransfer();
    files.items.add(new File([await shrink(file)], "photo.jpg", { type: "image/jpeg" }));
    field.files = files.files;
    const taken = shot.querySelector("img");
    URL.revokeObjectURL(taken.src);
    taken.src = URL.createObjectURL(field.files[0]);
    taken.hidden = false;
  });
}
