"""Tiny pictures for tests: a good of one colour on a ground, as phones and programs write them."""

import io

import cv2  # noqa: F401 - once a process: a toy's folder, when it is closed, forgets what was first imported within it
from PIL import Image, ImageDraw

from haat.core.files import store_picture
from haat.core.models import Picture

RED = (163, 38, 31)
Box = tuple[int, int, int, int]


def shot(
    size: tuple[int, int] = (600, 400), good: Box | None = (200, 100, 400, 300), ground: object = "white"
) -> Image.Image:
    """A red good that lies in `good` on a ground; without one, the ground alone."""
    image = Image.new("RGB", size, ground)
    if good:
        image.paste(RED, good)
    return image


def on_cloth(size: tuple[int, int] = (360, 360), good: Box = (30, 30, 330, 330)) -> Image.Image:
    """A red ring on a cloth of two blues."""
    image = Image.new("RGB", size, (70, 100, 150))
    pen = ImageDraw.Draw(image)
    for line in range(0, size[0], 8):
        pen.line((line, 0, line, size[1]), fill=(84, 116, 168), width=3)
    pen.ellipse(good, outline=RED, width=(good[2] - good[0]) // 5)
    return image


def saved(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def stored(image: Image.Image, kind: str = "JPEG", **options: object) -> Picture:
    """The same as a phone sends it, stored."""
    return store_picture(saved(image, kind, **options))
