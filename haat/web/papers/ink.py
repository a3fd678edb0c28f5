"""Pictures in one ink: the border, QR codes and bar codes, as one-bit PNG in data addresses.

Not SVG: WeasyPrint would draw every path again on every page, half the time of a batch of labels.
"""

import io
from base64 import b64encode
from functools import cache, lru_cache
from itertools import groupby
from threading import Lock

import segno
import thorvg_python as thorvg
from barcode.codex import Code128  # type: ignore[import-untyped]
from PIL import Image

from haat.web.papers.ours import STATIC

WITHOUT_ONE = "haat"  # the border of a mart that has none of its own
BORDER_PIXELS = (1440, 144)  # 60 × 6 mm at 600 dots an inch
DOTS = 8  # pixels a module: sharp at every size a printer has
QUIET = 10  # blank modules either side of a Code 128
_ONE_AT_A_TIME = Lock()


@lru_cache(maxsize=32)
def border(motif: str) -> str:
    """A piece of the mart's border, 60 × 6 mm, ink reversed; pieces join without a seam."""
    folder = STATIC / "motifs"
    own = folder / f"border-{motif}-ink-reverse.svg"
    source = own if own.is_file() else folder / f"border-{WITHOUT_ONE}-ink-reverse.svg"
    pixels = paint(source.read_bytes(), *BORDER_PIXELS)
    light = Image.frombytes("RGBA", BORDER_PIXELS, pixels).convert("L")
    return _address(light.point(lambda value: 255 if value > 127 else 0).convert("1"))


@cache
def _engine() -> thorvg.Engine:
    return thorvg.Engine(threads=0)


def paint(svg: bytes, width: int, height: int) -> bytes:
    """The RGBA pixels of an SVG."""
    with _ONE_AT_A_TIME:
        engine = _engine()
        canvas = thorvg.SwCanvas(engine)
        canvas.set_target(width, height, cs=thorvg.Colorspace.ABGR8888S)
        picture = thorvg.Picture(engine)
        # The wheel wants a resource folder as long as the type's name; nothing is read from it.
        done = [picture.load_data(svg, "svg", "dir", True), picture.set_size(width, height)]
        done += [canvas.add(picture), canvas.update(), canvas.draw(True), canvas.sync()]
        pixels = bytes(canvas.buffer_arr or b"")
        canvas.destroy()
    if any(result != thorvg.Result.SUCCESS for result in done):
        raise RuntimeError(f"a border could not be drawn: {done}")
    return pixels


def qr(text: str) -> str:
    """`text` as a QR code without its quiet zone; the paper leaves that."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=DOTS, border=0)
    return _png(out.getvalue())


def bars(text: str) -> str:
    """`text` as Code 128 with its quiet zones; stretch it to any height."""
    row = bytearray()
    for module, run in groupby(f"{'0' * QUIET}{Code128(text).build()[0]}{'0' * QUIET}"):
        row += (b"\x00" if module == "1" else b"\xff") * (DOTS * len(list(run)))
    return _address(Image.frombytes("L", (len(row), DOTS), bytes(row) * DOTS).convert("1"))


def _address(picture: Image.Image) -> str:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return _png(out.getvalue())


def _png(data: bytes) -> str:
    return f"data:image/png;base64,{b64encode(data).decode()}"
