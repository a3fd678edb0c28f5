"""Reading papers back: their text, the size of their pages, the pictures in them."""

import io
from base64 import b64decode
from typing import Any

from PIL import Image
from pypdf import PdfReader


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
