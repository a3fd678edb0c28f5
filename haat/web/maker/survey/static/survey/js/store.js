// What a worker notes in a day, kept on her phone: finds with their photos and sounds, and the notice as recorded sound.
// A find is "open" while it is told, "queued" when it is handed to the queue of deeds (its files go with it), "sent" when
// the office has it; sent ones are forgotten the next day.
const NAME = "haat-survey";
let opened = null;

function open() {
  opened ||= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("finds", { keyPath: "key" });
      asked.result.createObjectStore("voices", { keyPath: "pk" });
    };
    asked.onsuccess = () => { asked.result.onversionchange = () => { asked.result.close(); opened = null; }; resolve(asked.result); };
    asked.onerror = () => { opened = null; reject(asked.error); };
  });
  return opened;
}

async function run(store, mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode);
    const asked = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const all = () => run("finds", "readonly", (store) => store.getAll());
export const find = (key) => run("finds", "readonly", (store) => store.get(key));
export const put = (one) => run("finds", "readwrite", (store) => store.put(one));
export const drop = (key) => run("finds", "readwrite", (store) => store.delete(key));
export const voice = (pk) => run("voices", "readonly", (store) => store.get(pk));

// Every recording is fetched once; those that nobody plays any more go.
export async function fetchVoices(wanted) {
  const there = await run("voices", "readonly", (store) => store.getAllKeys());
  for (const pk of there) if (!wanted.some((one) => one.pk === pk)) await run("voices", "readwrite", (store) => store.delete(pk));
  for (const { pk, url } of wanted.filter((one) => !there.includes(one.pk))) {
    const answer = await fetch(url);
    if (answer.ok) {
      const sound = await answer.blob();
      await run("voices", "readwrite", (store) => store.put({ pk, sound }));
    }
  }
}

// A name that nobody else gives; pages over plain HTTP have no randomUUID.
export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
