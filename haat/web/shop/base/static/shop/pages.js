// What makes the shop's pages quicker. Every page works without it.
const root = document.documentElement;
root.classList.add("scripted");
// What only pages without scripts need goes: else the Enter key would press it.
for (const part of document.querySelectorAll(".no-script")) part.remove();

const cookie = (name) => document.cookie.split("; ").find((row) => row.startsWith(`${name}=`))?.split("=")[1];
const keep = (name, value) => { document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax`; };

// Kept pages are the same for everyone: the basket's count is filled in here.
const badge = document.getElementById("basket-count");
function count(pieces) {
  if (!badge) return;
  badge.textContent = pieces;
  badge.hidden = !pieces;
  badge.closest("a")?.setAttribute("aria-label", `${badge.closest("a").dataset.words || badge.previousElementSibling?.textContent || ""} ${pieces}`);
}
count(Number(cookie("basket_count")) || 0);
addEventListener("pageshow", (event) => { if (event.persisted) count(Number(cookie("basket_count")) || 0); });

// What was not taken is where the reader goes on.
document.querySelector('main [aria-invalid="true"], main .field--wrong input')?.focus();

// The language of the page is the one to begin with next time.
if (cookie("language") !== root.lang) keep("language", root.lang);

// Show more: the next page's goods follow those already here.
document.addEventListener("click", async (event) => {
  const more = event.target.closest("a[data-more]");
  if (!more || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  more.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(more.href);
    if (!answer.ok) throw new Error(String(answer.status));
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = next.querySelector("#results");
    const goods = document.querySelector("#results .goods");
    const first = found.querySelector(".good");
    const pages = found.querySelector(".pages");
    goods.append(...found.querySelector(".goods").children);
    pages?.querySelectorAll("a:not([data-more])").forEach((link) => link.remove());
    if (pages) more.closest(".pages").replaceWith(pages); else more.closest(".pages").remove();
    first?.querySelector("a")?.focus({ preventScroll: true });
  } catch { location.href = more.href; }
});

// The sizes of a good: price and bar of another one come with its own page.
const buy = document.querySelector("form#buy");
buy?.addEventListener("change", async (event) => {
  if (event.target.name !== "variant") return;
  const url = new URL(location.href);
  url.searchParams.set("v", event.target.value);
  try {
    const answer = await fetch(url);
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of [".names > .price-line", ".names > .split", ".names > .share", ".names > .share + p", ".buy-bar .sticky-price", "dl.facts"]) {
      const [here, there] = [document.querySelector(part), next.querySelector(part)];
      if (here && there) here.replaceWith(there);
    }
    history.replaceState(null, "", url);
  } catch { /* the price in the basket is the right one anyway */ }
});

// The promise to a PIN, asked in place and remembered on this device.
const ask = document.querySelector("form[data-pin-ask]");
async function promise(pin) {
  const url = `${ask.dataset.pinAsk}?pin=${encodeURIComponent(pin)}&good=${ask.dataset.good}`;
  const said = await (await fetch(url, { headers: { Accept: "application/json" } })).json();
  const wrong = document.getElementById("pin-error");
  wrong.hidden = !said.error;
  wrong.firstElementChild.textContent = said.error || "";
  const box = document.querySelector("[data-promise]");
  if (said.error) return box.replaceChildren();
  const line = (tag, cls, ...words) => { const made = document.createElement(tag); made.className = cls; made.append(...words); return made; };
  const where = line("span", "", `${said.place} `, line("b", "num", pin));
  box.replaceChildren(where, ...(said.blocked ? [line("b", "bad-news", said.blocked)] : [line("b", "promise-day", said.day || ""), line("span", "small soft", [said.charge, said.cash].filter(Boolean).join(" · "))]));
  keep("pin", pin);
}
if (ask) {
  ask.addEventListener("submit", (event) => {
    event.preventDefault();
    promise(ask.elements.pin.value.trim()).catch(() => ask.submit());
  });
  const held = cookie("pin");
  if (/^[1-9]\d{5}$/.test(held || "") && !ask.elements.pin.value) { ask.elements.pin.value = held; promise(held).catch(() => {}); }
}

// A count in the basket is set as soon as it is changed.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-many]")) return;
  clearTimeout(event.target.waiting);
  event.target.waiting = setTimeout(() => event.target.form.requestSubmit(event.target.form.querySelector("[data-set]")), 500);
});

// What was typed at checkout stays in this tab while the basket is mended, and goes with the order.
const TYPED = "checkout-typed";
const FIELDS = ["phone", "name", "address", "landmark"];
function typedBefore(form) {
  const held = JSON.parse(sessionStorage.getItem(TYPED) || "{}");
  for (const name of FIELDS) if (held[name] && !form.elements[name].value) form.elements[name].value = held[name];
  form.addEventListener("input", () => {
    sessionStorage.setItem(TYPED, JSON.stringify(Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]))));
  });
}
try {
  const form = document.querySelector("form[data-checkout]");
  if (form) typedBefore(form);
  else if (document.querySelector(".order-page")) sessionStorage.removeItem(TYPED);
} catch { /* a browser that keeps nothing forgets it as before */ }

// Checkout: a known PIN brings the days, the charge and the ways to pay.
const checkout = document.querySelector("form[data-checkout]");
checkout?.addEventListener("haat:pin", async (event) => {
  const chosen = checkout.querySelector("[name=method]:checked")?.value;
  try {
    const answer = await fetch(`${location.pathname}?pin=${event.detail.pin}`);
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["parts", "methods", "totals", "pay-key"]) {
      const there = next.getElementById(id);
      if (there) document.getElementById(id).replaceWith(there);
    }
    const again = chosen && checkout.querySelector(`[name=method][value=${chosen}]:not(:disabled)`);
    if (again) again.checked = true;
  } catch { /* the server says the same after sending */ }
});
checkout?.addEventListener("submit", () => { document.querySelector("#pay-key .key")?.setAttribute("aria-busy", "true"); });
