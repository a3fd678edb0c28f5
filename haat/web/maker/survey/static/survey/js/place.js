// The village by its first letters, or where the phone stands; a place that is refused is not needed.
const plain = (text) => text.normalize("NFC").toLocaleLowerCase().trim();

function search(form) {
  const field = form.querySelector("[data-village-search]");
  const rows = [...form.querySelectorAll('input[name="place"]')];
  if (rows.length < 12) return;
  form.querySelector("[data-seek]").hidden = false;
  field.addEventListener("input", () => {
    const words = plain(field.value);
    for (const row of rows) row.closest(".village").hidden = !(row.dataset.names === "*" || row.checked || plain(row.dataset.names).includes(words));
  });
}

function locate(form, changed) {
  const box = form.querySelector("[data-gps]");
  const said = box.querySelector("[data-gps-said]");
  if (!navigator.geolocation) return;
  box.hidden = false;
  const tell = () => {
    const { value } = form.elements.accuracy;
    said.textContent = form.elements.latitude.value ? box.dataset.found.replace("{n}", value) : "";
  };
  box.querySelector("[data-locate]").addEventListener("click", () => {
    said.textContent = box.dataset.waits;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.latitude.value = coords.latitude.toFixed(5);
        form.elements.longitude.value = coords.longitude.toFixed(5);
        form.elements.accuracy.value = Math.round(coords.accuracy);
        tell();
        changed();
      },
      (problem) => { said.textContent = problem.code === 1 ? box.dataset.denied : box.dataset.away; },
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
    );
  });
  return tell;
}

export function begin(form, changed) {
  search(form);
  return locate(form, changed) || (() => {});
}
