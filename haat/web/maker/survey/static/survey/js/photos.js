// Up to three photos of what she makes, made small on the phone, so that a slow net carries them.
import { newKey } from "./store.js";

const MOST = 3;
const SIDE = 1280;
const MOST_BYTES = 1500000;

async function small(file) {
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    return (await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.72); })) || file;
  } catch {
    return file;
  }
}

// form: its words; say(text): a refusal; changed(): something to keep.
export function begin(form, say, changed) {
  const list = form.querySelector("[data-shots]");
  const input = form.elements.photo;
  let photos = [];

  function show() {
    list.replaceChildren(...photos.map((photo) => {
      const one = form.querySelector("#one-shot").content.cloneNode(true);
      one.querySelector("img").src = URL.createObjectURL(photo.blob);
      one.querySelector("button").addEventListener("click", () => {
        photos = photos.filter((other) => other !== photo);
        show();
        changed();
      });
      return one;
    }));
  }

  input.addEventListener("change", async () => {
    say("");
    for (const file of [...input.files]) {
      if (photos.length >= MOST) { say(form.dataset.many); break; }
      const blob = await small(file);
      if (blob.size > MOST_BYTES) { say(form.dataset.big); continue; }
      photos.push({ name: `photo-${newKey().slice(0, 12)}`, blob });
    }
    input.value = "";
    show();
    changed();
  });
  return { get: () => photos, set: (given) => { photos = given; show(); } };
}
