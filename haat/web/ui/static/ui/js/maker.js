import "./speak.js";
import "./menus.js";
import "./leave.js";

const notes = document.querySelectorAll("[data-offline]");
const tell = () => { for (const note of notes) note.hidden = navigator.onLine; };
addEventListener("online", tell);
addEventListener("offline", tell);
tell();
