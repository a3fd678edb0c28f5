// What was made without net: drafts and their pictures in IndexedDB, sent one by one, each as often as needed.
// Used by the pages and, through importScripts, by the service worker; so it exports by `self.outbox`.
self.outbox = (() => {
  const STORE = "drafts";
  let opened = null;

  function open() {
    opened ||= new Promise((resolve, reject) => {
      const asked = indexedDB.open("haat-maker", 1);
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

  const all = () => run("readonly", (store) => store.getAll());
  const find = (key) => run("readonly", (store) => store.get(key));
  const put = (draft) => run("readwrite", (store) => store.put(draft));
  const drop = (key) => run("readwrite", (store) => store.delete(key));

  // A slow net carries 4 kB a second: a large picture is waited for longer (as in queue.js).
  const patience = (bytes) => AbortSignal.timeout?.(20000 + bytes / 4);

  // One draft to the server. Says what `became` of it: sent, wrong (with the `step` and the `errors`; also when
  // another sending of the good came before), or later.
  async function post(draft, token) {
    const form = new FormData();
    form.set("maker", draft.maker);
    form.set("key", draft.key);
    form.set("turn", draft.turn || 0);
    form.set("sending", draft.sending || "");
    form.set("draft", JSON.stringify({ ...draft.values, language: draft.language }));
    if (draft.photo) form.set("photo", draft.photo, "photo.jpg");
    const headers = { "X-CSRFToken": token, Accept: "application/json" };
    const answer = await fetch("/maker/sync/", { method: "POST", body: form, headers, signal: patience(draft.photo?.size || 0) });
    if (answer.ok) return { became: "sent" };
    const said = [400, 403, 409, 422].includes(answer.status) ? await answer.json().catch(() => null) : null;
    if (!said) return { became: "later" };
    return { became: "wrong", step: said.step || "photo", errors: said.errors || { photo: said.error } };
  }

  // She may have opened it while it was under way: then what she tells now stays.
  async function untouched(draft) {
    const now = await find(draft.key);
    return now?.state === "ready" && now.sending === draft.sending;
  }

  async function send(draft, token) {
    const { became, step, errors } = await post(draft, token);
    if (!(await untouched(draft))) return became;
    if (became === "sent") await drop(draft.key);
    if (became === "wrong") await put({ ...draft, state: "wrong", step, errors });
    return became;
  }

  async function whose() {
    const asked = await fetch("/maker/token/", { headers: { Accept: "application/json" }, signal: patience(0) });
    return { ...(await asked.json()), ok: asked.ok };
  }

  // What a full phone could not keep, sent straight from its page.
  async function now(draft) {
    const who = await whose();
    const hers = who.ok && String(draft.user) === String(who.user);
    return hers ? post(draft, who.token) : { became: "later" };
  }

  // Everything this person finished. The server knows each by its `sending`, made when it was finished, so that once
  // more changes nothing, and what somebody else sent of the same good before is not taken for hers.
  async function sendAll() {
    const report = { sent: [], wrong: [], waiting: 0, signIn: "" };
    const ready = (await all()).filter((draft) => draft.state === "ready");
    if (!ready.length) return report;
    const who = await whose();
    if (!who.ok) return { ...report, waiting: ready.length, signIn: who.sign_in || "" };
    for (const draft of ready.filter((one) => String(one.user) === String(who.user))) {
      const became = await send(draft, who.token).catch(() => "later");
      if (became === "later") report.waiting += 1;
      else report[became].push(draft.values.name);
    }
    return report;
  }

  // Pages and the worker take turns, so that two of them never send the same picture at once.
  function flush() {
    return self.navigator.locks ? self.navigator.locks.request("haat-outbox", sendAll) : sendAll();
  }

  return { all, find, put, drop, flush, now };
})();
