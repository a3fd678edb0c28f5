// The maker's phone without net. Pages: the net first, what was last seen when there is none. Files: kept by
// content. Another person on the same phone never sees what was kept for the one before. `self.HAAT` says what.
const FILES = `haat-files-${self.HAAT.version}`;
const PAGES = "haat-pages";
const GROUPS = "haat-pages-all"; // a coordinator's list of all her groups, whichever of them she helps meanwhile
const PICTURES = "haat-pictures";
const MOST_PICTURES = 80;
const MOST_DRAWN = 30;
const PATIENCE = 6000;
const YOUNG = 600000;
const WHO = "/maker/who";
const forget = () => Promise.all([PAGES, GROUPS, PICTURES, "haat-lessons"].map((name) => caches.delete(name)));
// Who has gone leaves nothing: what was asked for while she was here is not kept when it comes afterwards.
let left = 0;
const leave = () => { left += 1; return inTurn(forget); };

// The page for no net is asked of the server: what the browser kept of it names the files of before.
self.addEventListener("install", (event) => {
  const wanted = [...self.HAAT.files, new Request(self.HAAT.offline, { cache: "reload" })];
  event.waitUntil(caches.open(FILES).then((cache) => cache.addAll(wanted)).then(() => self.skipWaiting()));
});

// New files: the two pages that must open are fetched anew. The others still ask for the old files, which stay so long.
async function renew() {
  await self.clients.claim();
  if ((await outdated()).length) await keepAll([self.HAAT.home, self.HAAT.add, self.HAAT.kept]);
}

const outdated = async () => (await caches.keys()).filter((name) => name.startsWith("haat-files-") && name !== FILES);

// While another worker comes, or once it rules, what looks old to this one may be the files of the next.
const followed = () => self.registration.installing || self.registration.waiting || self.serviceWorker?.state === "redundant";

// Old files go when no kept page names them any more.
async function sweep() {
  const old = await outdated();
  if (!old.length || followed()) return;
  const texts = [];
  for (const name of [PAGES, GROUPS]) {
    const pages = await caches.open(name);
    for (const key of await pages.keys()) texts.push(await (await pages.match(key)).text());
  }
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

// A page is kept under its address without the maker it is for: the cache is one maker's anyhow.
function bare(path) {
  const url = new URL(path, self.location.origin);
  url.searchParams.delete("for");
  return url.href.split("#")[0];
}

const whose = async (name) => (await (await (await caches.open(name)).match(WHO))?.text()) || "";

// The cache of this person working for this maker; when either changes, what was kept before is gone. Her list of all
// her groups goes only when the person changes.
async function pagesOf(who) {
  const name = who.endsWith("-all") ? GROUPS : PAGES;
  if ((await whose(name)) === who) return caches.open(name);
  const people = [await whose(PAGES), await whose(GROUPS)].filter(Boolean).map((one) => one.split("-")[0]);
  if (people.some((one) => one !== who.split("-")[0])) await forget();
  else await caches.delete(name);
  const fresh = await caches.open(name);
  await fresh.put(WHO, new Response(who));
  return fresh;
}

// A page that leads on does not say where to. Is she gone, or another here? Then what was kept for her goes.
async function stays() {
  const asked = await fetch(self.HAAT.token, { headers: { Accept: "application/json" } });
  const { user } = await asked.json();
  const people = [await whose(PAGES), await whose(GROUPS)].filter(Boolean).map((one) => one.split("-")[0]);
  return asked.ok && people.every((one) => one === String(user));
}

// Only a page that says whose it is, is kept; an answer that ends at the sign-in means the person is gone.
// `since`: how often somebody had left when it was asked for.
async function kept(request, answer, since) {
  const who = answer.headers.get("X-Phone");
  if (answer.type === "opaqueredirect") {
    if (!(await stays().catch(() => true))) await leave();
  } else if (!new URL(answer.url || request.url).pathname.startsWith(self.HAAT.home)) await leave();
  else if (who && answer.ok && !answer.redirected) {
    const copy = answer.clone();
    await inTurn(async () => { if (since === left) await (await pagesOf(who)).put(bare(request.url), copy); });
  }
  return answer;
}

// Fetched ahead, seen by nobody: X-Keep says so, and the server marks nothing as read or seen.
async function keep(path) {
  const url = new URL(path, self.location.origin).href;
  const since = left;
  const answer = await kept({ url }, await fetch(url, { headers: { Accept: "text/html", "X-Keep": "1" } }), since);
  if (url.includes(self.HAAT.lessons)) return holdAll(await answer.text(), since);
  const more = partsOf(await answer.text()).filter((one) => !/^\/media/.test(one)).slice(0, MOST_DRAWN);
  for (const one of more) if (!(await caches.match(one))) await picture(one).catch(() => {});
}

const partsOf = (text) => [...new Set([...text.matchAll(/"(\/(?:static|media|mart\.css|maker\/lessons\/sound)[^"#]+)/g)].map((found) => found[1]))].filter((one) => !self.HAAT.files.includes(one));

async function holdAll(text, since) {
  const cache = await caches.open("haat-lessons");
  const named = partsOf(text);
  for (const one of named) {
    const answer = (await cache.match(one)) || await fetch(one);
    if (answer.ok && !answer.redirected && since === left) await cache.put(one, answer);
  }
  const pages = await caches.open(PAGES);
  for (const key of await pages.keys()) if (key.url.includes(self.HAAT.lessons)) named.push(...partsOf(await (await pages.match(key)).text()));
  for (const key of await cache.keys()) if (!named.includes(key.url.slice(location.origin.length))) await cache.delete(key);
}

const keepAll = (paths) => Promise.all(paths.map(keep)).then(sweep).catch(() => {});

// What may be opened next, unless it was kept a short while ago by this same version.
async function keepNext(paths) {
  const held = await Promise.all([PAGES, GROUPS].map((name) => caches.open(name)));
  const renewing = (await outdated()).length > 0;
  for (const path of paths) {
    const known = (await held[0].match(bare(path))) || (await held[1].match(bare(path)));
    if (!renewing && known && Date.now() - Date.parse(known.headers.get("Date") || 0) < YOUNG) continue;
    await keep(path).catch(() => {});
  }
  await sweep();
}

// Files that not every phone needs.
async function stock(paths) {
  const cache = await caches.open(FILES);
  for (const one of paths) if (!(await caches.match(one))) await cache.add(one).catch(() => {});
}

const noNet = async () => (await caches.open(FILES)).match(self.HAAT.offline);

// What was kept of this page, unless it is asked for another maker than the one whose pages lie here.
async function lying(address) {
  const asked = new URL(address).searchParams.get("for");
  const hers = !asked || (await whose(PAGES)).endsWith(`-${asked}`);
  return (hers && await (await caches.open(PAGES)).match(bare(address))) || (await caches.open(GROUPS)).match(bare(address));
}

async function page(request) {
  const before = await lying(request.url);
  const since = left;
  const fresh = fetch(request).then((answer) => kept(request, answer, since));
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
  try {
    return (await Promise.race([fresh, before ? late : fresh])) || before;
  } catch {
    return before || noNet();
  } finally {
    fresh.catch(() => {});
  }
}

async function file(request) {
  return (await caches.match(request)) || fetch(request);
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
    if (url.pathname === self.HAAT.signOut) event.waitUntil(leave());
    event.respondWith(sending(request));
  } else if (request.method !== "GET") return;
  else if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname.startsWith("/static/") || /\/sound\//.test(url.pathname) || request.destination === "style") event.respondWith(file(request));
  else if (request.destination === "image") event.respondWith(picture(request));
});

// The first page asks for those that must open without net: its own and the one for adding.
self.addEventListener("message", (event) => {
  if (event.data?.leave) event.waitUntil(leave());
  if (event.data?.files) event.waitUntil(stock(event.data.files));
  if (!event.data?.keep) return;
  event.waitUntil(keepAll(event.data.keep).then(() => keepNext(event.data.next || [])));
});

// What still waits is asked for again by the browser, if it hears that this time was not enough.
const whole = async (flushed) => { if ((await flushed).waiting) throw new Error("some wait"); };

self.addEventListener("sync", (event) => {
  if (event.tag === "haat-outbox") event.waitUntil(whole(self.outbox.flush()));
  if (event.tag === "haat-deeds") event.waitUntil(whole(self.deeds.flush()));
});
