// Every page of the maker's phone: keeps the app on the phone, and sends what was made without net.
import "./outbox.js";

const phone = document.getElementById("phone").dataset;
const note = document.getElementById("outbox");
const line = note.querySelector("[data-outbox]");

function say(text, kind, url) {
  note.hidden = !text;
  note.className = `notice notice--${kind}`;
  line.textContent = text;
  if (url) line.href = url;
  else line.removeAttribute("href");
}

const words = (text, n) => text.replace("{n}", n);

async function mine() {
  return (await self.outbox.all()).filter((draft) => String(draft.user) === phone.user);
}

// How many wait, in the calm note that says there is no net.
export async function count() {
  const drafts = await mine();
  const ready = drafts.filter((draft) => draft.state === "ready").length;
  for (const span of document.querySelectorAll("[data-waiting]")) {
    span.textContent = ready ? words(ready === 1 ? phone.waitsOne : phone.waitsMany, ready) : "";
  }
  const wrong = drafts.find((draft) => draft.state === "wrong");
  if (wrong) say(words(phone.wrong, wrong.values.name || ""), "wrong", `${phone.add}#${wrong.step}`);
  return ready;
}

export async function flush() {
  const ready = await count();
  if (!ready || !navigator.onLine) return null;
  say(phone.sending, "note");
  try {
    const report = await self.outbox.flush();
    if (report.sent.length) say(words(phone.sent, report.sent.join(", ")), "done");
    else if (report.signIn) say(phone.signin, "note", report.signIn);
    else say("");
    await count();
    return report;
  } catch {
    say("");
    return null;
  }
}

async function install() {
  if (!("serviceWorker" in navigator)) return;
  const here = await navigator.serviceWorker.register(phone.worker, { scope: phone.home });
  await navigator.serviceWorker.ready;
  if (phone.maker && navigator.onLine) (here.active || here.waiting)?.postMessage({ keep: [phone.home, phone.add] });
}

// Without net a form would be lost: say so and keep the page.
document.addEventListener("submit", (event) => {
  if (navigator.onLine || event.defaultPrevented || event.target.method !== "post" || event.target.id === "add") return;
  event.preventDefault();
  document.querySelector("[data-offline]")?.scrollIntoView({ block: "center" });
});

if (phone.user && "indexedDB" in self) {
  addEventListener("online", flush);
  addEventListener("pageshow", flush);
}
install().catch(() => {});
