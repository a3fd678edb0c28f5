"""Pictures are hostile until re-encoded: measured first, decoded within limits, written clean, stored by content."""

import hashlib
import io
import warnings
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFilter, ImageOps, ImageStat, UnidentifiedImageError

from haat.core.errors import HaatError
from haat.core.models import Picture

SIZES = (160, 320, 640, 1200)
MASTER = 2200
MOST_BYTES = 12_000_000
MOST_PIXELS = 60_000_000
LEAST_SIDE = 300
FORMATS = ("JPEG", "PNG", "WEBP")  # a phone's MPO begins with a plain JPEG


def picture_path(digest: str, width: int | None = None) -> str:
    """Where a picture's rendition lies in the store; no width means the master JPEG."""
    name = f"{width}.webp" if width else "master.jpg"
    return f"pictures/{digest[:2]}/{digest}/{name}"


def picture_url(digest: str, width: int = 640) -> str:
    """The address of a picture at one of SIZES (0: the master)."""
    return settings.MEDIA_URL + picture_path(digest, width or None)


@dataclass(frozen=True)
class Encoded:
    """A picture checked, cleaned and re-encoded, not stored yet: `files` is path → bytes."""

    digest: str
    width: int
    height: int
    sharpness: int
    brightness: int
    files: dict[str, bytes]


def store_picture(data: bytes, *, drawn: bool = False) -> Picture:
    """Check, clean and store a picture; the same bytes are stored once.

    Raises HaatError: picture.too_big, picture.not_a_picture, picture.too_many_pixels, picture.too_small.
    """
    if len(data) > MOST_BYTES:
        raise HaatError(
            "picture.too_big", _("The picture is larger than 12 MB. Take it again, smaller."), field="photo"
        )
    known = Picture.objects.filter(digest=hashlib.sha256(data).hexdigest()).first()
    return known or keep(encode(data), drawn=drawn)


def encode(data: bytes) -> Encoded:
    """The work on the pixels alone, without store or database, so that it may run in another process."""
    return _encoded(hashlib.sha256(data).hexdigest(), _open(data), Image.Resampling.LANCZOS)


def encode_drawing(image: Image.Image) -> Encoded:
    """The same for a drawing (RGB, at most MASTER a side) that never was a file.

    Nothing hostile is looked for, and it has no fine grain that a costlier way of shrinking would keep.
    """
    return _encoded(hashlib.sha256(image.tobytes()).hexdigest(), image, Image.Resampling.HAMMING)


def _encoded(digest: str, image: Image.Image, shrink: Image.Resampling) -> Encoded:
    sharpness, brightness = _measure(image)
    return Encoded(digest, image.width, image.height, sharpness, brightness, _renditions(digest, image, shrink))


def keep(encoded: Encoded, *, drawn: bool = False) -> Picture:
    """Store what `encode` made, files first; the same picture is kept once."""
    for path, content in encoded.files.items():
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(content))
    picture, _made = Picture.objects.get_or_create(
        digest=encoded.digest,
        defaults={
            "width": encoded.width,
            "height": encoded.height,
            "drawn": drawn,
            "sharpness": encoded.sharpness,
            "brightness": encoded.brightness,
        },
    )
    return picture


def _open(data: bytes) -> Image.Image:
    """Decode within limits, upright, without metadata, at most MASTER on a side."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise _too_many()
            image.draft("RGB", (MASTER, MASTER))
            upright = ImageOps.exif_transpose(image)
            flat = _on_white(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many() from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise HaatError(
            "picture.not_a_picture",
            _("This file is not a picture we can read. Send a JPEG, PNG or WebP."),
            field="photo",
        ) from None
    if min(flat.size) < LEAST_SIDE:
        raise HaatError(
            "picture.too_small",
            _("The picture is too small to show. Take it with the camera."),
            field="photo",
        )
    flat.thumbnail((MASTER, MASTER), Image.Resampling.LANCZOS)
    return flat


def _too_many() -> HaatError:
    return HaatError(
        "picture.too_many_pixels",
        _("The picture has too many pixels. Take it again, smaller."),
        field="photo",
    )


def _on_white(image: Image.Image) -> Image.Image:
    """RGB pixels only: transparency on white, nothing of the original's info kept."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        ground = Image.new("RGB", rgba.size, "white")
        ground.paste(rgba, mask=rgba.getchannel("A"))
        return ground
    clean = Image.new("RGB", image.size)
    clean.paste(image.convert("RGB"))
    return clean


def _renditions(digest: str, image: Image.Image, shrink: Image.Resampling) -> dict[str, bytes]:
    """The master JPEG and every WebP size, by path."""
    files = {picture_path(digest): _bytes(image, "JPEG", quality=88)}
    smaller, written = image, b""
    for width in sorted(SIZES, reverse=True):
        if smaller.width > width:
            height = max(1, round(image.height * width / image.width))
            smaller, written = smaller.resize((width, height), shrink), b""
        written = written or _bytes(smaller, "WEBP", quality=80, method=2)
        files[picture_path(digest, width)] = written
    return files


def _bytes(image: Image.Image, kind: str, **options: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _measure(image: Image.Image) -> tuple[int, int]:
    """(sharpness: variance of the Laplacian, brightness: mean 0–255), on a grey copy 512 px wide at most."""
    grey = image.convert("L")
    grey.thumbnail((512, 512))
    edges = grey.filter(ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128))
    return round(ImageStat.Stat(edges).var[0]), round(ImageStat.Stat(grey).mean[0])
