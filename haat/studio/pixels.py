"""Reading and making pixels of pictures for marketplaces. Only the worker comes here: NumPy is loaded when it does."""

import io
from typing import TYPE_CHECKING, Any

from PIL import Image

from haat.core.decoding import MASTER
from haat.core.files import master_of, said_within
from haat.core.models import Picture
from haat.studio.pictures import ON_WHITE_BP, WHOLE_BP, Box, Frame, Measures

if TYPE_CHECKING:
    import numpy as np

# Measured on a copy so large: what a sensor or an encoder adds to single pixels is smoothed away.
SEEN = 1100
PURE = 250  # the darkest colour of a pixel that counts as white; 255 comes out of a JPEG a little darker
GOOD = 244  # darker than this is the good, or its shadow
MOST_SQUARE_BYTES = 5_000_000
QUALITIES = (90, 82, 74, 66)


def measured(picture: Picture) -> Measures:
    """What a stored picture measures. Raises OSError when the store lacks it, or has only a part."""
    return measures_of(master_of(picture), sharpness=picture.sharpness, brightness=picture.brightness)


def measures_of(image: Image.Image, *, sharpness: int = 0, brightness: int = 0) -> Measures:
    """What an image (RGB) measures."""
    white_bp, box = look(image)
    return Measures(image.width, image.height, white_bp, box, sharpness, brightness)


def look(image: Image.Image) -> tuple[int, Box | None]:
    """How much of the border of an image (RGB) is pure white (bp), and where the good lies when that is enough."""
    import numpy as np

    step = max(1, max(image.size) // SEEN)
    darkest = np.asarray(image.reduce(step) if step > 1 else image).min(axis=2)
    edge = max(2, max(darkest.shape) // 100)
    border = np.concatenate(
        [darkest[:edge].ravel(), darkest[-edge:].ravel(), darkest[:, :edge].ravel(), darkest[:, -edge:].ravel()]
    )
    white_bp = int((border >= PURE).mean() * WHOLE_BP)
    if white_bp < ON_WHITE_BP:
        return white_bp, None
    return white_bp, _box(darkest < GOOD, step, image.size)


def _box(there: "np.ndarray[Any, Any]", step: int, size: tuple[int, int]) -> Box | None:
    """The rows and columns of an image that hold more than a single pixel of the good; None when none does."""
    import numpy as np

    rows, columns = (np.flatnonzero(there.sum(axis=axis) > 1) for axis in (1, 0))
    if not len(rows) or not len(columns):
        return None
    left, top = int(columns[0]) * step, int(rows[0]) * step
    right, bottom = (int(columns[-1]) + 1) * step, (int(rows[-1]) + 1) * step
    return left, top, min(right, size[0]), min(bottom, size[1])


def square(image: Image.Image, frame: Frame, *, rendered: bool = False) -> bytes:
    """The square of an image (RGB) as a JPEG of at most MASTER a side and MOST_SQUARE_BYTES; white beyond the image.

    `rendered`: the image shows nothing real (`Picture.rendered`), and so the square says.
    """
    laid, told = framed(image, frame), said_within(rendered=rendered)
    data = b""
    for quality in QUALITIES:
        out = io.BytesIO()
        laid.save(out, "JPEG", quality=quality, **told)
        data = out.getvalue()
        if len(data) <= MOST_SQUARE_BYTES:
            break
    return data


def framed(image: Image.Image, frame: Frame) -> Image.Image:
    """What lies in a frame over an image, at most MASTER a side; white beyond the image."""
    sheet = Image.new("RGB", (frame.side, frame.side), "white")
    sheet.paste(image, (-frame.left, -frame.top))
    if frame.side > MASTER:
        sheet = sheet.resize((MASTER, MASTER), Image.Resampling.LANCZOS)
    return sheet
