// Saying what one looks for: the microphone appears only where the browser can listen. What fails is said below it.
const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;

const WHY = { "not-allowed": "denied", "service-not-allowed": "denied", "audio-capture": "denied", "no-speech": "unheard" };

function say(form, words) {
  let said = document.querySelector("[data-heard]");
  if (!said) {
    said = document.createElement("p");
    said.className = "wrap field-error";
    said.dataset.heard = "";
    said.setAttribute("role", "alert");
    form.closest("header").after(said);
  }
  said.textContent = words;
  said.hidden = !words;
}

if (Recognition) {
  for (const button of document.querySelectorAll("[data-listen]")) {
    const field = button.form.elements.q;
    button.hidden = false;
    button.addEventListener("click", () => {
      const ear = new Recognition();
      ear.lang = document.documentElement.dataset.speech;
      let told = false;
      const fail = (why) => { told = true; say(button.form, button.dataset[why]); };
      button.setAttribute("aria-pressed", "true");
      say(button.form, "");
      ear.onresult = (event) => { told = true; field.value = event.results[0][0].transcript; button.form.requestSubmit(); };
      ear.onnomatch = () => fail("unheard");
      ear.onerror = (event) => { if (event.error !== "aborted") fail(WHY[event.error] || "away"); else told = true; };
      ear.onend = () => { button.setAttribute("aria-pressed", "false"); field.focus(); if (!told) fail("unheard"); };
      try { ear.start(); } catch { button.setAttribute("aria-pressed", "false"); fail("away"); }
    });
  }
}
