"""Reading papers back: their text, the size of their pages, the pictures in them."""

import io
from base64 import b64decode
from typing import Any

from PIL import Image
from pypdf import PdfReader
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import TextBox

from haat.web.papers import ours, press, printer


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def size_mm(page: Any) -> tuple[float, float]:
    """A page's width and height in millimetres."""
    box = page.mediabox
    return round(float(box.width) / 72 * 25.4, 1), round(float(box.height) / 72 * 25.4, 1)


def picture_of(address: str) -> Image.Image:
    """The picture in a data address."""
    return Image.open(io.BytesIO(b64decode(address.split(",", 1)[1])))


# How high each band of a label is, in millimetres.
BANDS = {"head": 18, "to": 54, "two": 22, "from": 23}


def outside(html: str, *, styles: Any) -> list[str]:
    """The texts of a paper that stand beyond its page, or are cut off by, or reach out of, the band they stand in."""
    plain, base = printer.without_emoji(html), f"{ours.STATIC.as_uri()}/"
    document = HTML(string=plain, base_url=base, url_fetcher=press.OURS)
    sheets = [press.style(name) for name in ("faces", *styles)]
    pages = document.render(stylesheets=sheets, font_config=press.fonts()).pages
    return [text for page in pages for text in _beyond(page._page_box, page.width, page.height)]


def _beyond(box: Any, width: float, bottom: float) -> list[str]:
    if isinstance(box, TextBox):
        fits = box.position_x >= -1 and box.position_x + box.width <= width + 1
        baseline = box.position_y + 0.8 * box.height  # the box of a text is higher than its line
        return [] if fits and baseline <= bottom + 1 else [box.text]
    named = (box.element.get("class") or "").split() if box.element is not None else []
    band = next((BANDS[name] for name in named if name in BANDS and "band" in named), None)
    if band is not None:
        bottom = min(bottom, box.position_y + band / 25.4 * 96)
    if box.style["overflow"] == "hidden" and box.height not in (None, "auto"):
        bottom = min(bottom, box.position_y + box.height)
    return [text for child in getattr(box, "children", ()) for text in _beyond(child, width, bottom)]
