// Whoever signs out leaves nothing on the phone: before the form is sent, the pages that the workers of this address
// keep are forgotten. A worker hears only of pages in its own folder, and the sign-out may lie outside; so each is told.
const NAMES = ["haat-pages", "haat-pages-all", "haat-pictures", "haat-ride-pages", "haat-ride-pictures"];

async function forget() {
  const workers = await navigator.serviceWorker?.getRegistrations() || [];
  for (const one of workers) one.active?.postMessage({ leave: true });
  await Promise.all(NAMES.map((name) => caches.delete(name)));
}

// After all others have looked at it: what is unsent may hold it back (deeds.js).
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.dataset.signOut === undefined || !("caches" in self)) return;
  event.preventDefault();
  forget().catch(() => {}).finally(() => form.submit());
});
