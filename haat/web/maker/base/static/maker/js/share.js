// Handing a picture on to another app, where the phone lets a page do that; without, it is kept and sent by hand.
import "./app.js";

const wrong = document.querySelector("[data-not-shared]");

async function file(address, name) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  return new File([await answer.blob()], name, { type: "image/jpeg" });
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
      await navigator.share({ files: [await file(key.dataset.share, key.dataset.shareName)], text: key.dataset.shareWords });
    } catch (error) {
      wrong.hidden = error.name === "AbortError";
    }
    key.disabled = false;
  });
}
