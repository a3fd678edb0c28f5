"""The demonstration's pictures: a drawing laid on its cloth and turned into WebP, by no outside program.

The drawings are SVG made for the project: pages show them too, so they lie with the pages (`SHAPES`), and
`drawings/index.json` here describes them. Every word in them is already an outline, so no fonts are needed.
ThorVG (the `thorvg-python` wheel) draws, Pillow encodes.
The same arguments always give the same bytes.
"""

import io
import json
import random
import threading
import zlib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import thorvg_python as thorvg
from PIL import Image

from haat.web import ui

FOLDER = Path(__file__).parent / "drawings"
SHAPES = Path(ui.__file__).parent / "static" / "ui" / "drawings"
GROUNDS = {
    "haldi": "#F0DCA9",
    "lac": "#E2BFAE",
    "leaf": "#D3D9BF",
    "indigo": "#C8CFD6",
    "mitti": "#EBCBB0",
    "khadi": "#E9DEC8",
    "night": "#23395D",
}
BOX = 400  # a drawing's own units
WEAVE = 6  # units from thread to thread of the ground
INK, CREAM = "#241C15", "#FFF8E8"
LARGEST = 4000  # pixels a side; beyond it a mistake, not a picture

_one_at_a_time = threading.Lock()  # ThorVG's engine and its loaders are shared by the process


class UnknownDrawing(ValueError):
    """No drawing has this file name."""


@cache
def index() -> dict[str, dict[str, Any]]:
    """Every drawing by file name: titles (`title_en`, `title_hi`, `title_mr`), craft, ground, kind, frame."""
    rows = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))
    return {row["file"]: row for row in rows}


@cache
def words() -> dict[str, dict[str, Any]]:
    """The words a label can say, as outlines 100 units high, centred on nought."""
    return json.loads((FOLDER / "words.json").read_text(encoding="utf-8"))


def render(
    file: str,
    *,
    side: int = 1500,
    ground: str | None = None,
    flip: bool = False,
    label: str | None = None,
) -> bytes:
    """The good's plate as WebP, `side` × `side` pixels. Arguments and errors as `painted`."""
    out = io.BytesIO()
    painted(file, side=side, ground=ground, flip=flip, label=label).save(out, "WEBP", quality=84, method=1)
    return out.getvalue()


def painted(
    file: str, *, side: int, ground: str | None = None, flip: bool = False, label: str | None = None
) -> Image.Image:
    """The good's plate as pixels (RGB), `side` × `side`.

    `ground` is a name from GROUNDS; left out, the drawing's own. `flip` turns the drawing left to right.
    `label` is one of `words()`, set small in the lower corner.
    Errors: UnknownDrawing, ValueError.
    """
    if not 1 <= side <= LARGEST:
        raise ValueError(f"side must lie between 1 and {LARGEST} pixels, not {side}")
    drawn = _paint(plate(file, flip=flip, label=label), side)
    picture = _cloth(ground_of(file, ground), side).copy()
    picture.paste(drawn, mask=drawn)
    return picture


def ground_of(file: str, ground: str | None = None) -> str:
    """The name of the cloth a drawing lies on: the one asked for, or its own. Errors as `painted`."""
    name = ground or _row(file)["ground"]
    if name not in GROUNDS:
        raise ValueError(f"ground must be one of {', '.join(GROUNDS)}, not {name}")
    return name


def plate(file: str, *, flip: bool = False, label: str | None = None) -> str:
    """The SVG of a plate without its cloth: slubs, selvedge, drawing, label. Errors as `painted`."""
    row = _row(file)
    zoom, right, down = row["frame"]
    at = f"translate({BOX / 2} {BOX / 2})scale({zoom})translate({right - BOX / 2} {down - BOX / 2})"
    if flip:
        at = f"translate({BOX} 0)scale(-1 1){at}"
    drawn = f'<g transform="{at}">{_inside(file)}</g>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {BOX} {BOX}">{_marks(file)}{drawn}{_label(label)}</svg>'
    )


def _row(file: str) -> dict[str, Any]:
    row = index().get(file)
    if row is None or "frame" not in row:  # borders and marks have no frame: they are not goods
        raise UnknownDrawing(file)
    return row


def _inside(file: str) -> str:
    """What stands between a drawing's outermost tags."""
    svg = (SHAPES / file).read_text(encoding="utf-8")
    return svg[svg.index("</title>") + len("</title>") : svg.rindex("</svg>")]


@lru_cache(maxsize=8)
def _cloth(ground: str, side: int) -> Image.Image:
    """The woven ground: warp a little lighter, weft a little darker.

    Painted thread by thread it would cost most of the plate's time: one line is worked out, drawn across.
    """
    line = Image.new("L", (side, 1))
    line.putdata([_thread(x, side) for x in range(side)])
    cloth = Image.new("RGB", (side, side), GROUNDS[ground])
    warp = line.resize((side, side), Image.Resampling.NEAREST)
    weft = warp.transpose(Image.Transpose.TRANSPOSE)
    cloth.paste(CREAM, mask=warp.point([round(v * 0.13) for v in range(256)]))
    cloth.paste(INK, mask=weft.point([round(v * 0.028) for v in range(256)]))
    return cloth


def _thread(pixel: int, side: int) -> int:
    """How much of a pixel, 0 to 255, lies under a thread 2.4 units wide."""
    start, end = pixel * BOX / side, (pixel + 1) * BOX / side
    first = int(start // WEAVE)
    under = sum(
        max(0.0, min(end, k * WEAVE + 2.7) - max(start, k * WEAVE + 0.3)) for k in range(first, int(end // WEAVE) + 1)
    )
    return round(255 * under / (end - start))


def _marks(seed: str) -> str:
    """A few slubs in the cloth (their own for each drawing) and two selvedge lines."""
    rng = random.Random(zlib.crc32(seed.encode()))
    slubs = "".join(
        f"M{rng.randrange(0, 380)} {rng.randrange(2, 64) * WEAVE + 1.5}h{rng.randrange(26, 62)}" for _ in range(5)
    ) + "".join(
        f"M{rng.randrange(1, 66) * WEAVE + 1.5} {rng.randrange(0, 340)}v{rng.randrange(26, 58)}" for _ in range(4)
    )
    return (
        f'<path fill="none" stroke="{CREAM}" stroke-width="1.8" stroke-opacity=".5" d="{slubs}"/>'
        f'<path fill="{INK}" fill-opacity=".12" d="M0 371.5h{BOX}v5h-{BOX}ZM0 383.7h{BOX}v2.6h-{BOX}Z"/>'
    )


def _label(label: str | None) -> str:
    if label is None:
        return ""
    word = words().get(label)
    if word is None:
        raise ValueError(f"label must be one of {', '.join(words())}, not {label}")
    scale = 0.13
    wide = word["width"] * scale + 14
    return (
        f'<rect x="{BOX - wide - 10}" y="371" width="{wide:.1f}" height="20" rx="2" fill="#FBF4E2"/>'
        f'<path fill="{INK}" transform="translate({BOX - 10 - wide / 2:.1f} 385.4)scale({scale})" '
        f'd="{word["outline"]}"/>'
    )


@cache
def _engine() -> thorvg.Engine:
    return thorvg.Engine(threads=0)


def _paint(svg: str, side: int) -> Image.Image:
    with _one_at_a_time:
        engine = _engine()
        canvas = thorvg.SwCanvas(engine)
        canvas.set_target(side, side, cs=thorvg.Colorspace.ABGR8888S)
        picture = thorvg.Picture(engine)
        # The wheel wants a resource folder as long as the type's name; nothing is read from it.
        done = [picture.load_data(svg.encode(), "svg", "dir", True), picture.set_size(side, side)]
        done += [canvas.add(picture), canvas.update(), canvas.draw(True), canvas.sync()]
        pixels = bytes(canvas.buffer_arr or b"")
        canvas.destroy()
    if any(result != thorvg.Result.SUCCESS for result in done):
        raise ValueError("the drawing could not be painted")
    return Image.frombytes("RGBA", (side, side), pixels)
