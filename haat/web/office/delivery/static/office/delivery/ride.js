// The rider's pages: kept on the phone, labels scanned by its camera, and what is done without net shown as done.
const facts = document.getElementById("ride").dataset;

async function install() {
  if (!("serviceWorker" in navigator)) return;
  const here = await navigator.serviceWorker.register(facts.worker, { scope: facts.home });
  await navigator.serviceWorker.ready;
  if (navigator.onLine) (here.active || here.waiting)?.postMessage({ keep: true });
}
install().catch(() => {});

// Leaving, ending and signing out are done at once: without net it is said beside the key that nothing was changed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (navigator.onLine || form.method !== "post" || form.dataset.deed !== undefined || form.dataset.signOut !== undefined) return;
  event.preventDefault();
  const told = form.querySelector("[data-undone]") || form.appendChild(document.createElement("p"));
  told.className = "field-error";
  told.dataset.undone = "";
  told.setAttribute("role", "alert");
  told.textContent = facts.notDone;
  told.scrollIntoView({ block: "nearest" });
});

// A parcel's number, as typed, or as its label's square says it (haat:parcel:NUMBER); empty for what is none.
function numberOf(text) {
  const plain = text.replace(/\s/g, "").toUpperCase().replace(/^HAAT:PARCEL:/, "");
  return /^[A-Z0-9-]{4,24}$/.test(plain) ? plain : "";
}

// Parcels: a box that is ticked sends its form; the label's number finds its box, wherever on the way it stands.
const typed = document.getElementById("typed");
const boxOf = (number) => document.querySelector(`form[data-take="${CSS.escape(number)}"]`);

function send(number) {
  const form = boxOf(number);
  if (form) {
    form.closest("details:not([open])")?.setAttribute("open", "");
    form.scrollIntoView({ block: "center" });
    form.requestSubmit();
    return;
  }
  typed.elements.number.value = number;
  typed.requestSubmit();
}

// What is typed is a deed about that parcel, as its box is: it goes to the parcel's own address. What is no number goes
// to the one that says so, never to that of the parcel before.
const plain = { action: typed?.getAttribute("action"), words: typed?.dataset.deed };
typed?.addEventListener("submit", () => {
  const number = numberOf(typed.elements.number.value);
  if (number) typed.elements.number.value = number;
  // Of several pick-ups it is the one in which its box stands.
  const own = number && (boxOf(number)?.getAttribute("action") || typed.dataset.one.replace("NUMBER", number));
  typed.setAttribute("action", own || plain.action);
  typed.dataset.deed = number ? `${plain.words}: ${number}` : plain.words;
  typed.dataset.deedOf = number ? `parcel:${number}` : "";
}, { capture: true });
// Without net it is kept, and its box says so: the field is free for the next.
addEventListener("deeds", ({ detail }) => {
  const field = typed?.elements.number;
  const kept = (deed) => deed.state === "ready" && deed.of === `parcel:${field.value}`;
  if (field && !navigator.onLine && detail.some(kept)) field.value = "";
});

// Scanning: only where the browser itself reads codes; typing the number stays on the page for everybody.
const key = document.querySelector("[data-scan]");
const view = document.querySelector("[data-camera]");
const said = document.querySelector("[data-scan-said]");
let stream = null;

function close() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  view.hidden = true;
}

async function look(detector, video) {
  while (stream) {
    const found = await detector.detect(video).catch(() => []);
    const number = found.map((code) => numberOf(code.rawValue)).find(Boolean);
    if (found.length) tell(number ? "" : said.dataset.other);
    if (number) {
      close();
      navigator.vibrate?.(80);
      send(number);
      return;
    }
    await new Promise((resolve) => { setTimeout(resolve, 150); });
  }
}

function tell(text) {
  said.textContent = text;
  said.hidden = !text;
}

async function scan() {
  tell("");
  try {
    const detector = new self.BarcodeDetector({ formats: ["qr_code"] });
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    const video = view.querySelector("video");
    video.srcObject = stream;
    view.hidden = false;
    await video.play();
    await look(detector, video);
  } catch {
    close();
    tell(said.dataset.none);
    typed.elements.number.focus();
  }
}

async function offerScan() {
  if (!key || !("BarcodeDetector" in self) || !navigator.mediaDevices) return;
  const formats = await self.BarcodeDetector.getSupportedFormats();
  if (formats.includes("qr_code")) key.hidden = false;
}

if (key) {
  offerScan().catch(() => {});
  key.addEventListener("click", scan);
  document.querySelector("[data-scan-close]").addEventListener("click", close);
  addEventListener("pagehide", close);
}
