// A worker's sound of one find: kept with it until it is sent. Without a recorder its file field stays, which nothing of
// this takes along.
import { can, recorder } from "../../ui/js/recorder.js";
import { newKey } from "./store.js";

const MOST = 60;
export { can };

// box: [data-recorder]; prefix: what the sound is called on its way; say(text): a refusal; changed(): something to keep.
export function begin(box, prefix, { denied, say, changed }) {
  const find = (name) => box.querySelector(`[data-${name}]`);
  let kept = null;

  function show() {
    find("heard").hidden = find("forget").hidden = !kept;
    if (kept) find("heard").src = URL.createObjectURL(kept.blob);
    else find("heard").removeAttribute("src");
  }

  function set(given) {
    kept = given;
    show();
  }

  if (!can) return { get: () => kept, set, ended: async () => {} };
  box.closest("form").querySelector(`[data-file="${box.dataset.recorder}"]`).hidden = true;
  find("forget").addEventListener("click", () => { set(null); changed(); });
  const { ended } = recorder(box, {
    most: MOST,
    refused: () => say(denied),
    begun: () => say(""),
    done: (blob) => { set({ name: `${prefix}-${newKey().slice(0, 12)}`, blob }); changed(); },
  });
  return { get: () => kept, set, ended };
}
