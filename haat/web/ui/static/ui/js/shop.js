import "./basket.js";
import "./listen.js";
import "./pin.js";
import "./menus.js";
