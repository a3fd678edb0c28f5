// Handing a picture on to another app, where the phone lets a page do that; without, it is kept and sent by hand.
import "./app.js";

const wrong = document.querySelector("[data-not-shared]");

// The picture as the page shows it: it need not come a second time, and the tap still counts when it is handed on.
async function file(picture, name) {
  picture.loading = "eager";
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.naturalWidth;
  canvas.height = picture.naturalHeight;
  canvas.getContext("2d").drawImage(picture, 0, 0);
  const content = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
  if (!content) throw new Error("no picture");
  return new File([content], name, { type: "image/jpeg" });
}

function may() {
  try {
    return navigator.canShare({ files: [new File(["x"], "x.jpg", { type: "image/jpeg" })] });
  } catch {
    return false;
  }
}

for (const key of may() ? document.querySelectorAll("[data-share]") : []) {
  key.hidden = false;
  key.addEventListener("click", async () => {
    key.disabled = true;
    wrong.hidden = true;
    try {
      const picture = document.getElementById(key.dataset.share);
      await navigator.share({ files: [await file(picture, key.dataset.shareName)], text: key.dataset.shareWords });
    } catch (error) {
      wrong.hidden = error.name === "AbortError";
    }
    key.disabled = false;
  });
}
