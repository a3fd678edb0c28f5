"""Line icons, drawn on a 24 px square in static/ui/icons.svg and set into the page: no request, no flash."""

import re
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

SHEET = Path(__file__).parent / "static" / "ui" / "icons.svg"
SYMBOL = re.compile(r'<symbol id="([a-z-]+)"( class="turns")?>(.*?)</symbol>', re.S)


def _read() -> dict[str, tuple[str, str]]:
    found = SYMBOL.findall(SHEET.read_text(encoding="utf-8"))
    return {name: (" icon--turns" if turns else "", drawing) for name, turns, drawing in found}


ICONS = _read()


def icon(name: str, *, size: str = "", on: bool = False) -> SafeString:
    """The icon `name` as inline SVG, hidden from screen readers: the words beside it speak.

    `size` is `small` (20 px), `big` (28 px) or empty (24 px); `on` fills it. Raises KeyError for a name that is
    not drawn.
    """
    turns, drawing = ICONS[name]
    kind = f"{'on ' if on else ''}icon{f' icon--{size}' if size else ''}{turns}"
    return mark_safe(f'<svg class="{kind}" viewBox="0 0 24 24" aria-hidden="true">{drawing}</svg>')
