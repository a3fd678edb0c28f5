"""Lays the good of a picture on white: GrabCut on a small copy, its edge refined on the picture. Only in the worker.

What it may cost is bounded by CUT, ROUNDS and the master's size, whatever the picture shows. A person looks at what
comes out before anybody else sees it.
"""

from typing import TYPE_CHECKING, Any

from PIL import Image

from haat.studio.pictures import Box, Frame, Measures
from haat.studio.pixels import framed

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

CUT = 900  # pixels of the longer side of the copy that is cut
ROUNDS = 5
MARGIN = 0.02  # of each side: there nothing of the good is
GROUNDS = 4  # colours by which the ground is known
NEAR = 14.0  # so near to one of them (CIELAB, lightness counts half) a pixel is ground at first
LEAST, MOST = 0.02, 0.85  # of the picture: less is no good, more is no ground
CUT_OFF = 0.25  # of the margin's inner line: where more of it is the good, the good does not lie in the picture whole
PART = 0.04  # of the largest piece: what is smaller is a crumb
HOLE = 0.002  # of the good: a gap that is smaller is closed
SEED = 5


def on_white(image: Image.Image) -> Image.Image | None:
    """The good of an image (RGB) in a white square that it fills; None where its edge cannot be found."""
    import cv2
    import numpy as np

    cv2.setNumThreads(1)  # the shop's pages need the other one
    small = image.copy()
    small.thumbnail((CUT, CUT), Image.Resampling.BOX)
    mask = _cut(np.asarray(small))
    if mask is None:
        return None
    box = _around(mask, image.size)
    alpha = _refined(cv2.resize(mask, image.size, interpolation=cv2.INTER_LINEAR), np.asarray(image.convert("L")), box)
    there = Image.fromarray((alpha > 0.1).astype(np.uint8) * 255).getbbox()
    if there is None:
        return None
    laid = np.asarray(image.crop(box), np.float32) * alpha[..., None] + 255.0 * (1.0 - alpha[..., None])
    left, top = box[:2]
    place = (there[0] + left, there[1] + top, there[2] + left, there[3] + top)
    frame = Measures(image.width, image.height, 0, place).frame
    return framed(
        Image.fromarray(np.rint(laid).astype(np.uint8)), Frame(frame.left - left, frame.top - top, frame.side)
    )


def _cut(pixels: "Array") -> "Array | None":
    """1 where the good is, else 0 (float32, as large as `pixels`); None where that cannot be told."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    edge = max(2, round(MARGIN * max(height, width)))
    mask = np.full((height, width), cv2.GC_BGD, np.uint8)
    inner = (slice(edge, height - edge), slice(edge, width - edge))
    mask[inner] = np.where(_like_ground(pixels, edge)[inner], cv2.GC_PR_BGD, cv2.GC_PR_FGD)
    if not (mask == cv2.GC_PR_FGD).any():
        return None
    cv2.setRNGSeed(SEED)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    try:
        cv2.grabCut(np.ascontiguousarray(pixels[..., ::-1]), mask, (0, 0, 1, 1), *models, ROUNDS, cv2.GC_INIT_WITH_MASK)
    except cv2.error:  # nothing is left of the good, or of its ground
        return None
    good = _whole(((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.uint8))
    line = np.concatenate(
        [good[edge, edge:-edge], good[-edge - 1, edge:-edge], good[edge:-edge, edge], good[edge:-edge, -edge - 1]]
    )
    if not LEAST < good.mean() < MOST or line.mean() > CUT_OFF:
        return None
    return good.astype(np.float32)


def _like_ground(pixels: "Array", edge: int) -> "Array":
    """Where a pixel has about a colour of the margin; a shadow on the ground is darker, and of the same hue."""
    import cv2
    import numpy as np

    lab = cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2Lab) * np.array([0.5, 1, 1], np.float32)
    lab = cv2.GaussianBlur(lab, (0, 0), 2)
    around = np.concatenate(
        [
            lab[:edge].reshape(-1, 3),
            lab[-edge:].reshape(-1, 3),
            lab[:, :edge].reshape(-1, 3),
            lab[:, -edge:].reshape(-1, 3),
        ]
    )
    cv2.setRNGSeed(SEED)
    labels = np.zeros((len(around), 1), np.int32)
    enough = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.5)
    _spread, _labels, grounds = cv2.kmeans(around, GROUNDS, labels, enough, 2, cv2.KMEANS_PP_CENTERS)
    away = np.stack([np.linalg.norm(lab - ground, axis=2) for ground in grounds])
    return away.min(axis=0) < NEAR


def _whole(good: "Array") -> "Array":
    """The good without crumbs and pin-holes: its pieces that are large enough, small gaps closed, handles left open."""
    import cv2
    import numpy as np

    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    good = cv2.morphologyEx(cv2.morphologyEx(good, cv2.MORPH_OPEN, disc), cv2.MORPH_CLOSE, disc, iterations=2)
    _count, pieces, told, _centres = cv2.connectedComponentsWithStats(good)
    areas = told[:, cv2.CC_STAT_AREA]
    areas[0] = 0
    good = ((areas >= PART * areas.max())[pieces] & (areas > 0)[pieces]).astype(np.uint8)
    _count, gaps, told, _centres = cv2.connectedComponentsWithStats(1 - good)
    small = told[:, cv2.CC_STAT_AREA] < HOLE * good.sum()
    return (good.astype(bool) | small[gaps]).astype(np.uint8)


def _around(mask: "Array", size: tuple[int, int]) -> Box:
    """The part of a picture of `size` that holds the good, with a little room; `mask` is the small copy's."""
    import numpy as np

    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    wide, high = size[0] / mask.shape[1], size[1] / mask.shape[0]
    room = 4
    return (
        max(0, int((columns[0] - room) * wide)),
        max(0, int((rows[0] - room) * high)),
        min(size[0], int((columns[-1] + 1 + room) * wide)),
        min(size[1], int((rows[-1] + 1 + room) * high)),
    )


def _refined(mask: "Array", grey: "Array", box: Box) -> "Array":
    """How much of each pixel in `box` is the good (0 to 1): the mask's edge drawn to where the picture's own edge is.

    A guided filter: within a few pixels the mask is fitted as a line of the picture's lightness.
    """
    import cv2
    import numpy as np

    left, top, right, bottom = box
    mask = mask[top:bottom, left:right]
    guide = grey[top:bottom, left:right].astype(np.float32) / 255
    reach = max(2, max(grey.shape) // 300)

    def mean(values: "Array") -> "Array":
        return cv2.blur(values, (2 * reach + 1, 2 * reach + 1))

    of_guide, of_mask = mean(guide), mean(mask)
    slope = (mean(guide * mask) - of_guide * of_mask) / (mean(guide * guide) - of_guide**2 + 1e-4)
    alpha = mean(slope) * guide + mean(of_mask - slope * of_guide)
    # A pixel that is half ground carries its colour: the edge is taken a little within.
    return np.clip((alpha - 0.35) / 0.5, 0, 1)
