"""Pictures are hostile until re-encoded: decoded within limits (see decoding), written clean, stored by content."""

import hashlib
import io
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageFilter, ImageStat

from haat.core.decoding import decode
from haat.core.errors import PictureTooBig
from haat.core.models import Picture
from haat.core.rows import insert_new

SIZES = (160, 320, 640, 1200)
MOST_BYTES = 12_000_000
_DESCRIPTION = 0x010E  # of EXIF: what a picture shows
RENDERED = "Test picture rendered for the demonstration of Haat: it looks like a photograph and shows nothing real."


def picture_path(digest: str, width: int | None = None) -> str:
    """Where a picture's rendition lies in the store; no width means the master JPEG."""
    name = f"{width}.webp" if width else "master.jpg"
    return f"pictures/{digest[:2]}/{digest}/{name}"


def picture_url(digest: str, width: int = 640) -> str:
    """The address of a picture at one of SIZES (0: the master)."""
    return settings.MEDIA_URL + picture_path(digest, width or None)


def square_path(digest: str) -> str:
    """Where the square of a picture lies in the store, once the studio has made it: what marketplaces are shown."""
    return f"pictures/{digest[:2]}/{digest}/square.jpg"


def square_url(digest: str) -> str:
    """Its address; it ends in `.jpg` and has no query string."""
    return settings.MEDIA_URL + square_path(digest)


def store_square(digest: str, content: bytes) -> None:
    """Store a picture's square; half of one, left by a process that died, is written over."""
    default_storage.delete(square_path(digest))
    default_storage.save(square_path(digest), ContentFile(content))


def master_of(picture: Picture) -> Image.Image:
    """The pixels that are kept of a picture (RGB). Raises OSError when the store lacks them or has only a part."""
    with default_storage.open(picture_path(picture.digest)) as file:
        image = Image.open(io.BytesIO(file.read()), formats=("JPEG",))
    image.load()
    return image if image.mode == "RGB" else image.convert("RGB")


@dataclass(frozen=True)
class Encoded:
    """A picture checked, cleaned and re-encoded, not stored yet: `files` is path → bytes.

    `rendered`: it shows nothing real, and its files say so.
    """

    digest: str
    width: int
    height: int
    sharpness: int
    brightness: int
    files: dict[str, bytes]
    rendered: bool = False


def store_picture(data: bytes, *, drawn: bool = False) -> Picture:
    """Check, clean and store a picture; the same bytes are stored once. Unused, it is swept a day later.

    Raises PictureTooBig, PictureBusy, NotAPicture, HeicPicture, AvifPicture, TooManyPixels, PictureTooSmall.
    """
    check_size(len(data))
    digest = hashlib.sha256(data).hexdigest()
    known = wanted(digest)
    if known is not None and all(default_storage.exists(path) for path in paths_of(digest)):
        return known
    return keep(encode(data), drawn=drawn)


def check_size(count: int) -> None:
    """Raises PictureTooBig for more bytes than a picture may have."""
    if count > MOST_BYTES:
        raise PictureTooBig()


def paths_of(digest: str) -> list[str]:
    """Every file of a picture."""
    return [picture_path(digest, width) for width in (None, *SIZES)]


def wanted(digest: str) -> Picture | None:
    """The picture under this digest, safe from the sweep for another day; None when it is not (or no longer) there."""
    there = Picture.objects.filter(digest=digest).update(wanted_at=timezone.now())
    return Picture.objects.get(digest=digest) if there else None


def encode(data: bytes) -> Encoded:
    """The work on the pixels alone, without store or database, so that it may run in another process."""
    return _encoded(hashlib.sha256(data).hexdigest(), decode(data), Image.Resampling.LANCZOS)


def encode_drawing(image: Image.Image) -> Encoded:
    """The same for a drawing (RGB, at most MASTER a side) that never was a file.

    Nothing hostile is looked for, and it has no fine grain that a costlier way of shrinking would keep.
    """
    return _encoded(hashlib.sha256(image.tobytes()).hexdigest(), image, Image.Resampling.HAMMING)


def encode_made(image: Image.Image, *, rendered: bool = False) -> Encoded:
    """The same for pixels (RGB, at most MASTER a side) that a program made of a photo, or (`rendered`) of nothing."""
    digest = hashlib.sha256(image.tobytes()).hexdigest()
    return _encoded(digest, image, Image.Resampling.LANCZOS, rendered=rendered)


def _encoded(digest: str, image: Image.Image, shrink: Image.Resampling, *, rendered: bool = False) -> Encoded:
    sharpness, brightness = _measure(image)
    files = _renditions(digest, image, shrink, said_within(rendered=rendered))
    return Encoded(digest, image.width, image.height, sharpness, brightness, files, rendered)


def said_within(*, rendered: bool) -> dict[str, bytes]:
    """What a picture's files say besides pixels, as Pillow takes it: that it was rendered, else nothing."""
    told = Image.Exif()
    told[_DESCRIPTION] = RENDERED
    return {"exif": told.tobytes()} if rendered else {}


@transaction.atomic
def keep(encoded: Encoded, *, drawn: bool = False) -> Picture:
    """Store what `encode` made; the same picture is kept once.

    The row comes first: until this commits, nobody else sees it, and no sweep of the same picture can be under way.
    """
    if wanted(encoded.digest) is None:
        made = Picture(
            digest=encoded.digest,
            width=encoded.width,
            height=encoded.height,
            drawn=drawn,
            rendered=encoded.rendered,
            sharpness=encoded.sharpness,
            brightness=encoded.brightness,
        )
        insert_new([made])
    for path, content in encoded.files.items():
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(content))
    return Picture.objects.get(digest=encoded.digest)


def _renditions(digest: str, image: Image.Image, shrink: Image.Resampling, told: dict[str, bytes]) -> dict[str, bytes]:
    """The master JPEG and every WebP size, by path; `told` is what they carry besides pixels."""
    files = {picture_path(digest): _bytes(image, "JPEG", quality=88, **told)}
    smaller, written = image, b""
    for width in sorted(SIZES, reverse=True):
        if smaller.width > width:
            height = max(1, round(image.height * width / image.width))
            smaller, written = smaller.resize((width, height), shrink), b""
        written = written or _bytes(smaller, "WEBP", quality=80, method=2, **told)
        files[picture_path(digest, width)] = written
    return files


def _bytes(image: Image.Image, kind: str, **options: int | bytes) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _measure(image: Image.Image) -> tuple[int, int]:
    """(sharpness: variance of the Laplacian, brightness: mean 0–255), on a grey copy 512 px wide at most."""
    grey = image.convert("L")
    grey.thumbnail((512, 512))
    edges = grey.filter(ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128))
    return round(ImageStat.Stat(edges).var[0]), round(ImageStat.Stat(grey).mean[0])
