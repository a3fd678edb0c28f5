"""Pictures in one ink: the border, QR codes and bar codes, as one-bit PNG in data addresses; what hangs on a wall, a
certificate or a card, has its border and pictures in colour.

Not SVG: WeasyPrint would draw every path again on every page, half the time of a batch of labels.
"""

import io
from base64 import b64encode
from functools import cache, lru_cache
from itertools import groupby
from threading import Lock
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageOps

from haat.core.files import picture_path
from haat.core.qr import qr as qr_of
from haat.web.papers.ours import STATIC

if TYPE_CHECKING:
    import thorvg_python as thorvg

WITHOUT_ONE = "haat"  # the border of a mart that has none of its own
BORDER_PIXELS = (1440, 144)  # 60 × 6 mm at 600 dots an inch
BAND_PIXELS = (720, 72)  # the same at 305 dots an inch, in colour
BAND_COLOURS = 32
LEAF, SAND = "#3C6E47", "#DCCFB6"
PHOTO = 640  # the rendition that photographs on paper are made of
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
def _engine() -> "thorvg.Engine":
    import thorvg_python as thorvg

    return thorvg.Engine(threads=0)


def paint(svg: bytes, width: int, height: int) -> bytes:
    """The RGBA pixels of an SVG."""
    import thorvg_python as thorvg

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


def _colour(name: str, width: int, height: int) -> Image.Image | None:
    """One of the motifs' drawings in its own colours; None where there is none of this name."""
    path = STATIC / "motifs" / f"{name}.svg"
    if not path.is_file():
        return None
    return Image.frombytes("RGBA", (width, height), paint(path.read_bytes(), width, height)).convert("RGB")


@lru_cache(maxsize=16)
def band(motif: str, halves: int, *, standing: bool = False) -> str:
    """So many half pieces of the mart's border in colour, end to end, 30 mm each: cut only where a wave is half.

    `standing`: along a side, top to bottom; a motif without a drawing for that is turned.
    """
    wide, high = BAND_PIXELS
    own = _colour(f"border-{motif}", wide, high)
    piece = own or _colour(f"border-{WITHOUT_ONE}", wide, high)
    assert piece is not None  # the border of a mart without one of its own
    side = _colour(f"border-{motif}-side", high, wide) if own and standing else None
    if standing:
        piece = side or piece.rotate(-90, expand=True)
    length = halves * wide // 2
    sheet = Image.new("RGB", (high, length) if standing else (length, high))
    for start in range(0, length, wide):
        sheet.paste(piece, (0, start) if standing else (start, 0))
    return _address(sheet.quantize(BAND_COLOURS))


@lru_cache(maxsize=16)
def corner(motif: str) -> str:
    """What stands where two bands meet: the motif's own corner, or the border's ground with a flower's leaves."""
    side = BAND_PIXELS[1]
    own = _colour(f"border-{motif}-corner", side, side)
    if own is not None:
        return _address(own)
    border = _colour(f"border-{motif}", *BAND_PIXELS) or _colour(f"border-{WITHOUT_ONE}", *BAND_PIXELS)
    assert border is not None
    ground, leaf = _two_colours(border)
    drawn = Image.new("RGB", (side * 4, side * 4), ground)
    pen, middle = ImageDraw.Draw(drawn), side * 2
    for turn in (0, 45, 90, 135):
        petal = Image.new("L", drawn.size)
        ImageDraw.Draw(petal).ellipse(
            (middle - side // 3, side // 2, middle + side // 3, side * 4 - side // 2), fill=255
        )
        drawn.paste(leaf, mask=petal.rotate(turn))
    pen.ellipse((middle - side // 2, middle - side // 2, middle + side // 2, middle + side // 2), fill=ground)
    return _address(drawn.resize((side, side), Image.Resampling.LANCZOS))


def _two_colours(image: Image.Image) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The two colours there is most of."""
    few = image.quantize(8).convert("RGB")
    counted = sorted(few.getcolors() or [], reverse=True)
    found = [colour if isinstance(colour, tuple) else (0, 0, 0) for _many, colour in counted]
    return found[0], found[min(1, len(found) - 1)]


@lru_cache(maxsize=256)
def photo(digest: str, width: int, height: int) -> str:
    """A stored picture, cut to fill so many pixels; "" when the store lacks it."""
    try:
        with default_storage.open(picture_path(digest, PHOTO)) as file:
            image = Image.open(io.BytesIO(file.read()), formats=("WEBP",)).convert("RGB")
    except OSError:
        return ""
    out = io.BytesIO()
    ImageOps.fit(image, (width, height), Image.Resampling.LANCZOS).save(out, "JPEG", quality=82)
    return f"data:image/jpeg;base64,{b64encode(out.getvalue()).decode()}"


@lru_cache(maxsize=128)
def share(basis_points: int) -> str:
    """A bar: what of a price reaches a maker, and the rest; to be stretched."""
    drawn = Image.new("RGB", (1000, 8), SAND)
    drawn.paste(LEAF, (0, 0, basis_points // 10, 8))
    return _address(drawn)


def qr(text: str) -> str:
    """`text` as a QR code without its quiet zone; the paper leaves that."""
    out = io.BytesIO()
    qr_of(text).save(out, kind="png", scale=DOTS, border=0)
    return _png(out.getvalue())


def bars(text: str) -> str:
    """`text` as Code 128 with its quiet zones; stretch it to any height."""
    from barcode.codex import Code128  # type: ignore[import-untyped]

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
