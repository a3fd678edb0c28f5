// The rider's phone without net: both pages with every stop, their files and pictures. The net first; what was last
// seen when there is none. Another person on the same phone never sees what was kept for the one before.
const FILES = `haat-ride-files-${self.HAAT.version}`;
const PAGES = "haat-ride-pages";
const PICTURES = "haat-ride-pictures";
const MOST_PICTURES = 80;
const PATIENCE = 6000;
const WHO = "/office/ride/who";
// A long round comes in parts: `?part=17-2` is the second of round 17. No other query makes another page.
const PART = /^\?part=\d{1,18}-\d{1,3}$/;
const pathOf = ({ pathname, search }) => pathname + (PART.test(search) ? search : "");
const forget = () => Promise.all([caches.delete(PAGES), caches.delete(PICTURES)]);
// Who has gone leaves nothing: what was asked for while he was here is not kept when it comes afterwards.
let left = 0;
const leave = () => { left += 1; return inTurn(forget); };

self.addEventListener("install", (event) => {
  const wanted = [...self.HAAT.files, new Request(self.HAAT.offline, { cache: "reload" })];
  event.waitUntil(caches.open(FILES).then((cache) => cache.addAll(wanted)).then(() => self.skipWaiting()));
});

// New files: the pages are fetched anew, then the old files go.
async function renew() {
  await self.clients.claim();
  const old = (await caches.keys()).filter((name) => name.startsWith("haat-ride-files-") && name !== FILES);
  if (!old.length) return;
  await Promise.all(self.HAAT.pages.map(keep));
  await Promise.all(old.map((name) => caches.delete(name)));
}

self.addEventListener("activate", (event) => event.waitUntil(renew().catch(() => {})));

let turn = Promise.resolve();
const inTurn = (deed) => (turn = turn.then(deed, deed));

async function pagesOf(who) {
  const cache = await caches.open(PAGES);
  if ((await (await cache.match(WHO))?.text()) === who) return cache;
  await forget();
  const fresh = await caches.open(PAGES);
  await fresh.put(WHO, new Response(who));
  return fresh;
}

// A page that leads on does not say where to. Is he gone, or another here? Then what was kept for him goes.
async function stays() {
  const asked = await fetch(self.HAAT.token, { headers: { Accept: "application/json" } });
  const { user } = await asked.json();
  const who = await (await (await caches.open(PAGES)).match(WHO))?.text();
  return asked.ok && (!who || who.split("-")[0] === String(user));
}

// Only a page that says whose it is, is kept; an answer that ends at the sign-in means the person is gone.
// `since`: how often somebody had left when it was asked for.
async function kept(path, answer, since) {
  const who = answer.headers.get("X-Phone");
  if (answer.type === "opaqueredirect") {
    if (!(await stays().catch(() => true))) await leave();
  } else if (!new URL(answer.url || path, self.location.origin).pathname.startsWith(self.HAAT.home)) await leave();
  else if (who && answer.ok && !answer.redirected) {
    const copy = answer.clone();
    await inTurn(async () => { if (since === left) await (await pagesOf(who)).put(path, copy); });
  }
  return answer;
}

// A page with what it names: its own style of the mart and its pictures. X-Keep: nobody sees it yet.
async function keep(path) {
  const since = left;
  const answer = await kept(path, await fetch(path, { headers: { Accept: "text/html", "X-Keep": "1" } }), since);
  const text = await answer.text();
  const named = [...text.matchAll(/"(\/(?:static\/|media\/|mart\.css)[^"]+)"/g)].map((found) => found[1]);
  for (const one of new Set(named)) if (!(await caches.match(one))) await picture(one).catch(() => {});
  if (path === self.HAAT.home) for (const part of partsIn(text)) await keep(part);
}

// The parts that the round's first page leads to.
function partsIn(text) {
  const found = [...text.matchAll(/href="(\/office\/ride\/\?part=[\d-]+)"/g)].map((one) => one[1]);
  return new Set(found.filter((path) => PART.test(path.slice(path.indexOf("?")))));
}

async function picture(request) {
  const cache = await caches.open(PICTURES);
  const known = await caches.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
    const keys = await cache.keys();
    await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST_PICTURES)).map((key) => cache.delete(key)));
  }
  return answer;
}

const noNet = async () => (await caches.open(FILES)).match(self.HAAT.offline);

async function page(request) {
  const path = pathOf(new URL(request.url));
  const known = await (await caches.open(PAGES)).match(path);
  const since = left;
  const fresh = fetch(request).then((answer) => kept(path, answer, since));
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
  try {
    return (await Promise.race([fresh, known ? late : fresh])) || known;
  } catch {
    return known || noNet();
  } finally {
    fresh.catch(() => {});
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && request.method === "POST") {
    event.respondWith(fetch(request).catch(noNet));
  } else if (request.method !== "GET") return;
  else if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname.startsWith("/static/") || ["style", "image"].includes(request.destination)) event.respondWith(picture(request));
});

self.addEventListener("message", (event) => {
  if (event.data?.leave) event.waitUntil(leave());
  if (event.data?.keep) event.waitUntil(Promise.all(self.HAAT.pages.map(keep)).catch(() => {}));
});

// What still waits is asked for again by the browser, if it hears that this time was not enough.
const whole = async (flushed) => { if ((await flushed).waiting) throw new Error("some wait"); };

self.addEventListener("sync", (event) => {
  if (event.tag === "haat-deeds") event.waitUntil(whole(self.deeds.flush()));
});
