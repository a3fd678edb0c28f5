// Putting a good into the basket without leaving its page. <form data-basket> posts as usual; here it asks for
// JSON {"count": 3, "said": "…"} and shows it. Anything unexpected: the form goes the ordinary way.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-basket]");
  if (!form || form.dataset.plain) return;
  event.preventDefault();
  const key = event.submitter;
  const body = new FormData(form, key);
  if (key) key.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } });
    const { count, said, lost } = await answer.json();
    if (!answer.ok || count === undefined) throw new Error(said);
    if (lost && !document.cookie.includes("basket_count=")) return tell(form, lost, key);
    const badge = document.getElementById("basket-count");
    if (badge) { badge.textContent = count; badge.hidden = !count; }
    const live = document.getElementById("basket-said");
    if (live) { live.hidden = false; live.querySelector("[data-said]").textContent = said; }
    if (key) key.disabled = false;
  } catch {
    form.dataset.plain = "1";
    if (key) key.disabled = false;
    form.requestSubmit(key);
  }
});

// The basket was begun, but the browser keeps no cookie that would find it again.
function tell(form, words, key) {
  if (key) key.disabled = false;
  const said = form.querySelector("[data-lost]") || form.appendChild(document.createElement("p"));
  said.className = "field-error";
  said.dataset.lost = "";
  said.setAttribute("role", "alert");
  said.textContent = words;
  said.scrollIntoView({ block: "nearest" });
}

// Plus and minus beside a count.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const field = button.parentElement.querySelector("input");
  const next = Number(field.value || 0) + Number(button.dataset.step);
  field.value = Math.max(Number(field.min || 0), Math.min(Number(field.max || 999), next));
  field.dispatchEvent(new Event("change", { bubbles: true }));
});
