// A find on its way: its facts are one deed, each of its files another after it, all about the same thing and in that
// order. What was handed over can be taken back and mended until it is sent.
import "../../ui/js/queue.js";
import { drop, find, put } from "./store.js";

export const about = (key) => `find:${key}`;
export const isOf = (key) => (deed) => deed.of === about(key);
const fileOf = (deed) => deed.fields.find(([name]) => name === "file")?.[1];

// fields: the facts as the form has them; files: [{ name, blob }].
export async function hand(one, { path, user, token, page, fields, files, words }) {
  await takeBack(one.key);
  const told = { user, as: "", token, of: about(one.key), page, words };
  const named = [...fields, ["turn", String(one.turn)], ["files", files.map((file) => file.name).join(",")]];
  await self.deeds.add({ ...told, path, fields: named });
  for (const { name, blob } of files) await self.deeds.add({ ...told, path: `${path}files/${name}/`, fields: [["file", blob]] });
}

export async function takeBack(key) {
  for (const deed of (await self.deeds.all()).filter(isOf(key))) await self.deeds.drop(deed.key);
}

// The files that still wait with it, to go on with them when it is changed.
export async function filesOf(key) {
  const deeds = (await self.deeds.all()).filter(isOf(key));
  return deeds.filter(fileOf).map((deed) => ({ name: deed.path.split("/").at(-2), blob: fileOf(deed) }));
}

// A find that was told before under the same number goes as one of its own: with a new key, and all its files.
export async function asNew(key, fresh) {
  const old = await find(key);
  const deeds = (await self.deeds.all()).filter(isOf(key));
  const moved = { ...old, key: fresh, turn: 1 };
  for (const deed of deeds) {
    const { key: _key, at: _at, state: _state, said: _said, conflict: _conflict, tries: _tries, ...told } = deed;
    const fields = deed.fields.map(([name, value]) => [name, name === "turn" ? "1" : value]);
    await self.deeds.add({ ...told, fields, of: about(fresh), path: deed.path.replace(key, fresh) });
  }
  await put(moved);
  for (const deed of deeds) await self.deeds.drop(deed.key);
  await drop(key);
}
