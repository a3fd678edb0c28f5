// Recording at the desk what a woman reads: into the form's own file field, small enough for a phone on 2G. Without a
// recorder a file is chosen.
import { can, put, recorder } from "../../ui/js/recorder.js";

const MOST = 25;

function recordInto(form) {
  const box = form.querySelector("[data-recorder]");
  const find = (name) => box.querySelector(`[data-${name}]`);
  const field = form.elements.voice;

  function keep(blob) {
    put(field, blob);
    find("heard").src = URL.createObjectURL(field.files[0]);
    find("heard").hidden = false;
  }

  recorder(box, {
    most: MOST,
    refused: () => { find("denied").hidden = false; },
    begun: () => { find("denied").hidden = true; },
    done: keep,
  });
}

if (can) for (const form of document.querySelectorAll("form[data-records]")) recordInto(form);
