// Whether a lesson lies on this phone whole: its page, and every file that page names. The worker puts them there
// (worker.js, holdAll). Nothing is called kept that is not.
const NAMED = /"(\/(?:static\/|media\/|mart\.css|maker\/lessons\/sound\/)[^"#]+)/g;

export const bare = (path) => {
  const url = new URL(path, location.origin);
  url.searchParams.delete("for");
  return url.href.split("#")[0];
};

export async function isKept(path) {
  if (!("caches" in self)) return false;
  const page = await caches.match(bare(path));
  if (!page) return false;
  const named = [...(await page.text()).matchAll(NAMED)].map((found) => found[1]);
  const there = await Promise.all([...new Set(named)].map((one) => caches.match(one)));
  return there.every(Boolean);
}

// Looked at once more while the worker is still fetching.
export async function mark(path, show) {
  for (const wait of [0, 2000, 6000, 15000]) {
    await new Promise((resolve) => { setTimeout(resolve, wait); });
    if (await isKept(path).catch(() => false)) { show(); return; }
  }
}
