// A voice note in the form's file field, which stays where there is no recorder.
import "./app.js";
import { can, put, recorder } from "../../ui/js/recorder.js";

const form = document.querySelector("form[data-asks]");
const box = form.querySelector("[data-voice]");
const field = form.elements.voice;
const find = (name) => box.querySelector(`[data-${name}]`);

function refuse(text) {
  find("refused").textContent = text;
  find("refused").hidden = !text;
}

function heard() {
  if (!field.files.length) return;
  find("heard").src = URL.createObjectURL(field.files[0]);
  find("heard").hidden = find("forget").hidden = false;
}

function forget() {
  field.value = "";
  find("heard").removeAttribute("src");
  find("heard").hidden = find("forget").hidden = true;
}

if (can) {
  form.querySelector("[data-file]").hidden = true;
  find("forget").addEventListener("click", forget);
  const { recording, ended } = recorder(box, {
    bits: 24000,
    refused: () => refuse(box.dataset.denied),
    begun: () => { refuse(""); forget(); },
    done: (blob) => { put(field, blob); heard(); },
  });
  // Sent while she speaks: her words go along.
  form.addEventListener("submit", (event) => {
    if (!recording()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ended().then(() => form.requestSubmit(event.submitter));
  });
  form.addEventListener("refused", heard);
}
