"""From hostile bytes to pixels: measured first, decoded one at a time in each process, within a budget of pixels.

What a picture costs is what its decoder must hold. A plain JPEG is shrunk while it is decoded, so it may be large;
PNG, WebP and a JPEG in several scans (progressive) are held whole, so they may not.
"""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import ExifTags, Image

from haat.core.errors import (
    AvifPicture,
    HaatError,
    HeicPicture,
    NotAPicture,
    PictureBusy,
    PictureTooSmall,
    TooManyPixels,
)

MASTER = 2200
LEAST_SIDE = 300
MOST_SHRUNK = 60_000_000  # pixels of a picture that its decoder shrinks
MOST_WHOLE = 24_000_000  # pixels of one that is held whole
MOST_WEBP = 16_000_000  # its decoder holds the canvas four times over
MOST_SCANS = 100  # a progressive JPEG has about ten; each costs a walk over every pixel
WAIT_SECONDS = 5.0
END = b"\xff\xd9"  # of a JPEG
MISSING = ((128, 128),) * 3  # what its decoder puts where pixels should be
# How the two kinds that are named here name themselves; both may call themselves by a name they share first.
HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
AVIF, MOST_BRANDS = (b"avif", b"avis"), 64
FORMATS = ("JPEG", "PNG", "WEBP")  # a phone's MPO begins with a plain JPEG
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ONE = threading.Lock()


def decode(data: bytes) -> Image.Image:
    """The picture in RGB, upright, on white, without metadata, at most MASTER on a side.

    Raises PictureBusy, NotAPicture, HeicPicture, AvifPicture, TooManyPixels, PictureTooSmall.
    """
    _unless_named(data)
    with _one_at_a_time():
        try:
            return _decoded(data)
        except HaatError:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise TooManyPixels() from None
        except Exception:  # a decoder given hostile bytes fails in whichever way it likes
            raise NotAPicture() from None


def _unless_named(data: bytes) -> None:
    """Raises HeicPicture or AvifPicture: their senders are told what to do instead."""
    if data[4:8] != b"ftyp":
        return
    end = min(int.from_bytes(data[:4]), 4 * MOST_BRANDS)
    brands = [data[8:12], *(data[at : at + 4] for at in range(16, end, 4))]
    if any(brand in AVIF for brand in brands):
        raise AvifPicture()
    if brands[0] in HEIC:
        raise HeicPicture()


def _decoded(data: bytes) -> Image.Image:
    image: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
    _measure(image, data)
    try:
        image.load()
    except OSError:
        image = _without_its_end(data)
    return _upright(_flat(image), _turn(image))


def _without_its_end(data: bytes) -> Image.Image:
    """A JPEG that lost its last bytes on the way and no pixel with them. Raises NotAPicture when pixels are missing."""
    image = Image.open(io.BytesIO(data + END), formats=FORMATS)
    if image.format not in ("JPEG", "MPO"):
        raise NotAPicture()
    _measure(image, data)
    corner = image.crop((image.width - 2, image.height - 2, image.width, image.height)).convert("RGB")
    if corner.getextrema() == MISSING:
        raise NotAPicture()
    return image


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    if not _ONE.acquire(timeout=WAIT_SECONDS):
        raise PictureBusy()
    try:
        yield
    finally:
        _ONE.release()


def _measure(image: Image.Image, data: bytes) -> None:
    """Refuse by what the header says, before a pixel is decoded; a JPEG is told to shrink while it decodes."""
    most = MOST_WEBP if image.format == "WEBP" else MOST_WHOLE
    if image.format in ("JPEG", "MPO"):
        scan = _first_scan(data)
        if data.count(b"\xff\xda", scan) > MOST_SCANS:
            raise NotAPicture()
        if not image.info.get("progressive") and data[scan + 4 : scan + 5] == bytes([len(image.getbands())]):
            most = MOST_SHRUNK
    if image.width * image.height > most:
        raise TooManyPixels()
    if min(image.size) < LEAST_SIDE:
        raise PictureTooSmall()
    image.draft("RGB", _fitting(image))


def _first_scan(data: bytes) -> int:
    """Where the first scan of a JPEG begins; segments are walked, so a small picture within one is no scan."""
    at = 2
    while data[at : at + 1] == b"\xff" and data[at + 1 : at + 2] != b"\xda":
        fills = data[at + 1 : at + 2] == b"\xff"
        at += 1 if fills else 2 + int.from_bytes(data[at + 2 : at + 4])
    return at


def _fitting(image: Image.Image) -> tuple[int, int]:
    """The size within MASTER of the same shape; never larger than the picture."""
    longest = max(*image.size, MASTER)
    return max(1, image.width * MASTER // longest), max(1, image.height * MASTER // longest)


def _turn(image: Image.Image) -> Image.Transpose | None:
    """How the camera was held, as the metadata say; nothing when they cannot be read."""
    try:
        return _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # as hostile as the pixels, and worth less
        return None


def _flat(image: Image.Image) -> Image.Image:
    """RGB pixels only, shrunk before they are laid on white, so that the large copies are few."""
    if image.mode.startswith("I"):  # sixteen bits of grey, of which the first eight are shown
        image = image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    wanted = "RGBA" if clear else "RGB"
    shrunk = image if image.mode == wanted else image.convert(wanted)
    shrunk.thumbnail((MASTER, MASTER), Image.Resampling.LANCZOS)
    flat = Image.new("RGB", shrunk.size, "white")
    flat.paste(shrunk, mask=shrunk.getchannel("A") if clear else None)
    return flat


def _upright(image: Image.Image, turn: Image.Transpose | None) -> Image.Image:
    return image if turn is None else image.transpose(turn)
