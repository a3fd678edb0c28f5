// The queue of deeds: what a person did on her phone is kept here until the server has said yes to it.
//
// A deed is a form: where it goes (path), its fields, and a key under which the server counts it once (X-Deed; see
// haat/web/ui/deeds.py). `user` did it, `as` is for whom (the maker a coordinator helps), `of` what it is about:
// deeds about the same thing are sent in their order, and wait when one before them was refused; not so when `each` is
// its own, as questions are. `words` tells a person what it is, `page` shows it.
// state "ready": kept, not yet sent; "refused": `said` is why, `conflict` that somebody was there before, `now` what
// stands there.
//
// flush() → {sent, refused, waiting, signIn}. Used by pages (deeds.js), and by service workers on the sync `haat-deeds`.
self.deeds = (() => {
  const STORE = "deeds";
  const FINAL = [400, 403, 404, 405, 409, 410, 413, 422];
  const MOST_TRIES = 8;
  const PATIENCE = 20000;
  const BYTES_A_MS = 4; // a slow net carries this much: what is large is waited for longer
  const changed = "BroadcastChannel" in self ? new BroadcastChannel("haat-deeds") : null;
  let opened = null;
  let last = 0;

  function open() {
    opened ||= new Promise((resolve, reject) => {
      const asked = indexedDB.open("haat-deeds", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
      asked.onsuccess = () => { asked.result.onversionchange = () => { asked.result.close(); opened = null; }; resolve(asked.result); };
      asked.onerror = () => { opened = null; reject(asked.error); };
    });
    return opened;
  }

  async function run(mode, work) {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const asked = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  const all = async () => (await run("readonly", (store) => store.getAll())).sort((one, other) => one.at - other.at);
  const find = (key) => run("readonly", (store) => store.get(key));
  // Other pages and the worker hear of it; `sent` is a deed the server has said yes to.
  const put = (deed) => run("readwrite", (store) => store.put(deed)).then(() => changed?.postMessage({ sent: null }));
  const drop = (key, sent = null) => run("readwrite", (store) => store.delete(key)).then(() => changed?.postMessage({ sent }));

  // A name that nobody else gives; pages over plain HTTP have no randomUUID.
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const same = (one, deed) => String(one.user) === String(deed.user) && one.as === deed.as;
  // Done anew: what was refused before about the very same is answered by this one. Of several sizes of a good, only
  // the one it is about; and of questions, which are each their own, only the one that was opened again (`instead`).
  const size = (deed) => deed.fields.find(([name]) => name === "variant")?.[1];
  const replaced = (one, deed) => one.key === deed.instead
    || (same(one, deed) && !deed.each && one.path === deed.path && size(one) === size(deed));

  async function add(told) {
    last = Math.max(Date.now(), last + 1);
    const deed = { as: "", of: "", words: "", page: "", fields: [], said: [], tries: 0, ...told, key: newKey(), at: last, state: "ready" };
    for (const one of await all()) if (one.state === "refused" && replaced(one, deed)) await drop(one.key);
    await put(deed);
    return deed;
  }

  // What is still there: it may have been taken back while it was under way.
  async function amend(deed, more) {
    if (await find(deed.key)) await put({ ...deed, ...more });
  }

  async function again(key) {
    const deed = await find(key);
    if (deed) await put({ ...deed, state: "ready", said: [], conflict: false, tries: 0 });
  }

  const patience = (bytes) => AbortSignal.timeout?.(PATIENCE + bytes / BYTES_A_MS);

  function ask(deed, token) {
    const form = new FormData();
    for (const [name, value] of deed.fields) form.append(name, value);
    const bytes = deed.fields.reduce((sum, [, value]) => sum + (value.size ?? value.length), 0);
    form.set("nonce", deed.key);
    const age = Math.max(0, Math.round((Date.now() - deed.at) / 1000));
    const headers = { "X-Deed-Age": String(age), "X-CSRFToken": token, "X-Deed": deed.key, "X-Deed-For": String(deed.as), Accept: "application/json" };
    return fetch(deed.path, { method: "POST", body: form, headers, redirect: "manual", signal: patience(bytes) });
  }

  // One deed to the server: sent, refused or later.
  async function send(deed, token) {
    const answer = await ask(deed, token);
    const told = await answer.json().catch(() => null);
    if (answer.ok && told?.done) {
      Object.assign(deed, { to: told.to, said: told.said });
      await drop(deed.key, deed);
      return "sent";
    }
    const tries = deed.tries + 1;
    const broken = answer.status >= 500 && tries >= MOST_TRIES;
    if ((!FINAL.includes(answer.status) && !broken) || told?.code === "stale") {
      await amend(deed, { tries });
      return "later";
    }
    const why = { said: told?.said || [], field: told?.field || "", sure: told?.sure || "", conflict: Boolean(told?.conflict), now: told?.now ?? "" };
    Object.assign(deed, why, { state: "refused", status: answer.status, tries });
    await amend(deed, {});
    return "refused";
  }

  // Everything this person did, each list of deeds about one thing in its order. One that does not get through holds
  // back only those; when a second does not, there is no net.
  async function sendFrom(source, deeds, report) {
    const asked = await fetch(source, { headers: { Accept: "application/json" }, signal: patience(0) });
    const who = await asked.json();
    const mine = deeds.filter((deed) => !who.user || String(deed.user) === String(who.user));
    if (!asked.ok) { report.waiting += mine.length; report.signIn = who.sign_in || ""; return; }
    const held = new Set();
    let lost = 0;
    const missed = () => { lost += 1; return "later"; };
    for (const deed of mine) {
      const thing = !deed.each && deed.of && `${deed.as} ${deed.of} ${size(deed)}`;
      const became = deed.state === "refused" ? "held" : held.has(thing) || lost > 1 ? "later" : await send(deed, who.token).catch(missed);
      if (became !== "sent" && thing) held.add(thing);
      if (became === "later") report.waiting += 1;
      else if (became !== "held") { report[became].push(deed); lost = 0; }
    }
  }

  async function sendAll() {
    const report = { sent: [], refused: [], waiting: 0, signIn: "" };
    const deeds = await all();
    for (const source of new Set(deeds.filter((deed) => deed.state === "ready").map((deed) => deed.token))) {
      const these = deeds.filter((deed) => deed.token === source);
      await sendFrom(source, these, report).catch(() => { report.waiting += 1; });
    }
    return report;
  }

  // Pages and workers take turns, so that two of them never send the same deed at once.
  function flush() {
    return self.navigator.locks ? self.navigator.locks.request("haat-deeds", sendAll) : sendAll();
  }

  return { all, find, add, drop, again, flush, changed, size };
})();
