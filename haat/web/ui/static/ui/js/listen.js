// Saying what one looks for: the microphone appears only where the browser can listen.
const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;

if (Recognition) {
  for (const button of document.querySelectorAll("[data-listen]")) {
    const field = button.form.elements.q;
    button.hidden = false;
    button.addEventListener("click", () => {
      const ear = new Recognition();
      ear.lang = document.documentElement.dataset.speech;
      button.setAttribute("aria-pressed", "true");
      ear.onresult = (event) => { field.value = event.results[0][0].transcript; button.form.requestSubmit(); };
      ear.onend = () => { button.setAttribute("aria-pressed", "false"); field.focus(); };
      ear.start();
    });
  }
}
