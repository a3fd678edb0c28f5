// A papers day: a paper is opened, a box ticked, and only its row, the sums and the sheet beside it come anew.
const parts = ["camp-sums", "camp-side"];

function put(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const row = page.querySelector("tr[id^='turn-']");
  for (const id of [...parts, row?.id].filter(Boolean)) {
    const [now, then] = [document.getElementById(id), page.getElementById(id)];
    if (now && then) now.replaceWith(document.adoptNode(then));
  }
}

async function fetched(url, sent) {
  const answer = await fetch(url, { ...sent, headers: { "X-Board": "1" }, credentials: "same-origin" });
  if (!answer.ok || !new URL(answer.url).pathname.startsWith(location.pathname)) return null;
  history.replaceState(null, "", answer.url);
  return answer.text();
}

// What was pressed keeps the focus: by its form's address and its value, for the button itself is a new one.
const again = (form) => form && document.querySelector(`#camp-side form[action="${form.getAttribute("action")}"] [name="what"][value="${form.elements.what?.value}"]`)?.form?.querySelector("button");

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-camp-go]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const html = await fetched(link.href).catch(() => null);
  if (html === null) { location.assign(link.href); return; }
  put(html);
  document.getElementById("camp-side").focus({ preventScroll: innerWidth >= 960 });
});

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("#camp-side form[data-camp]");
  if (!form) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  const html = await fetched(form.action, { method: "POST", body }).catch(() => null);
  // Refused or without net: sent as any form is, and what is wrong stands on its own page.
  if (html === null) { form.submit(); return; }
  put(html);
  again(form)?.focus();
});
