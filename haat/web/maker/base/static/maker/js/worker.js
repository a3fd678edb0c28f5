// The maker's phone without net. Pages: the net first, what was last seen when there is none. Files: kept by
// content. Another person on the same phone never sees what was kept for the one before. `self.HAAT` says what.
const FILES = `haat-files-${self.HAAT.version}`;
const PAGES = "haat-pages";
const PICTURES = "haat-pictures";
const MOST_PICTURES = 80;
const MOST_DRAWN = 30;
const PATIENCE = 6000;
const WHO = "/maker/who";
const forget = () => Promise.all([caches.delete(PAGES), caches.delete(PICTURES)]);

// The page for no net is asked of the server: what the browser kept of it names the files of before.
self.addEventListener("install", (event) => {
  const wanted = [...self.HAAT.files, new Request(self.HAAT.offline, { cache: "reload" })];
  event.waitUntil(caches.open(FILES).then((cache) => cache.addAll(wanted)).then(() => self.skipWaiting()));
});

// New files: the two pages that must open are fetched anew. The others still ask for the old files, which stay so long.
async function renew() {
  await self.clients.claim();
  if ((await outdated()).length) await keepAll([self.HAAT.home, self.HAAT.add]);
}

const outdated = async () => (await caches.keys()).filter((name) => name.startsWith("haat-files-") && name !== FILES);

// While another worker comes, or once it rules, what looks old to this one may be the files of the next.
const followed = () => self.registration.installing || self.registration.waiting || self.serviceWorker?.state === "redundant";

// Old files go when no kept page names one of them any more. Whoever follows is asked for after the names were read.
async function sweep() {
  const old = await outdated();
  if (!old.length || followed()) return;
  const pages = await caches.open(PAGES);
  const texts = await Promise.all((await pages.keys()).map(async (key) => (await pages.match(key)).text()));
  for (const name of old) {
    const files = (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname);
    const gone = files.filter((path) => path.startsWith("/static/") && !self.HAAT.files.includes(path));
    if (!gone.some((path) => texts.some((text) => text.includes(`"${path}"`)))) await caches.delete(name);
  }
}

self.addEventListener("activate", (event) => event.waitUntil(renew()));

// One after another: two pages that come at once would each empty the cache of a new person and lose the other's.
let turn = Promise.resolve();
const inTurn = (deed) => (turn = turn.then(deed, deed));

// The cache of this person working for this maker; when either changes, what was kept before is gone.
async function pagesOf(who) {
  const cache = await caches.open(PAGES);
  if ((await (await cache.match(WHO))?.text()) === who) return cache;
  await forget();
  const fresh = await caches.open(PAGES);
  await fresh.put(WHO, new Response(who));
  return fresh;
}

// Only a page that says whose it is, is kept; an answer that ends at the sign-in means the person is gone.
async function kept(request, answer) {
  const who = answer.headers.get("X-Phone");
  if (!new URL(answer.url || request.url).pathname.startsWith(self.HAAT.home)) await inTurn(forget);
  else if (who && answer.ok && !answer.redirected) {
    const copy = answer.clone();
    await inTurn(async () => (await pagesOf(who)).put(request.url.split("#")[0], copy));
  }
  return answer;
}

async function keep(path) {
  const url = new URL(path, self.location.origin).href;
  const answer = await kept({ url }, await fetch(url, { headers: { Accept: "text/html" } }));
  const named = [...(await answer.text()).matchAll(/"(\/(?:static\/|mart\.css)[^"]+)"/g)].map((found) => found[1]);
  const more = [...new Set(named)].filter((one) => !self.HAAT.files.includes(one)).slice(0, MOST_DRAWN);
  for (const one of more) if (!(await caches.match(one))) await picture(one).catch(() => {});
}

const keepAll = (paths) => Promise.all(paths.map(keep)).then(sweep).catch(() => {});

const noNet = async () => (await caches.open(FILES)).match(self.HAAT.offline);

async function page(request) {
  const known = await (await caches.open(PAGES)).match(request.url.split("#")[0], { ignoreSearch: request.url.includes("?for=") });
  const fresh = fetch(request).then((answer) => kept(request, answer));
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
  try {
    return (await Promise.race([fresh, known ? late : fresh])) || known;
  } catch {
    return known || noNet();
  } finally {
    fresh.catch(() => {});
  }
}

async function file(request) {
  return (await caches.match(request)) || fetch(request);
}

async function picture(request) {
  const cache = await caches.open(PICTURES);
  const known = await cache.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
    const keys = await cache.keys();
    await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST_PICTURES)).map((key) => cache.delete(key)));
  }
  return answer;
}

async function sending(request) {
  try {
    return await fetch(request);
  } catch {
    return noNet();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && request.method === "POST") {
    if (url.pathname === self.HAAT.signOut || url.pathname === "/sign-out/") event.waitUntil(inTurn(forget));
    event.respondWith(sending(request));
  } else if (request.method !== "GET") return;
  else if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname.startsWith("/static/") || request.destination === "style") event.respondWith(file(request));
  else if (request.destination === "image") event.respondWith(picture(request));
});

// The first page asks for those that must open without net: its own and the one for adding.
self.addEventListener("message", (event) => {
  if (!event.data?.keep) return;
  event.waitUntil(keepAll(event.data.keep));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "haat-outbox") event.waitUntil(self.outbox.flush());
});
