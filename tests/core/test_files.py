"""Pictures: hostile until re-encoded."""

import io
from importlib import import_module

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from haat.core.errors import HaatError
from haat.core.files import SIZES, picture_path, store_picture
from haat.core.models import Picture

pytestmark = pytest.mark.django_db


def jpeg(size=(900, 600), *, exif: Image.Exif | None = None) -> bytes:
    image = Image.new("RGB", size, "#A3261F")
    image.paste((20, 90, 30), (0, 0, size[0] // 2, size[1] // 2))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif or Image.Exif())
    return buffer.getvalue()


def stored(path: str) -> Image.Image:
    with default_storage.open(path) as handle:
        return Image.open(io.BytesIO(handle.read()))


def test_store_picture_writes_every_size_and_counts_once(media):
    first, again = store_picture(jpeg()), store_picture(jpeg())
    assert first == again
    assert Picture.objects.count() == 1
    widths = [stored(picture_path(first.digest, w)).width for w in SIZES]
    assert widths == [160, 320, 640, 900]


def test_a_picture_cut_short_is_refused_also_once_papers_are_printed(media):
    import_module("haat.web.papers.printer")
    whole = jpeg()
    for data in (whole[: len(whole) // 2], whole[:-200]):
        with pytest.raises(HaatError) as refusal:
            store_picture(data)
        assert refusal.value.code == "picture.not_a_picture"
    assert Picture.objects.count() == 0


def test_store_picture_turns_upright_and_drops_gps(media):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    picture = store_picture(jpeg(exif=exif))
    assert (picture.width, picture.height) == (600, 900)
    master = stored(picture_path(picture.digest))
    assert dict(master.getexif()) == {}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"GIF89a not a picture", "picture.not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture.not_a_picture"),
        (jpeg()[:500], "picture.not_a_picture"),
        (jpeg((200, 200)), "picture.too_small"),
        (b"x" * 12_000_001, "picture.too_big"),
    ],
)
def test_store_picture_refuses(media, data, code):
    with pytest.raises(HaatError) as refusal:
        store_picture(data)
    assert (refusal.value.code, refusal.value.field) == (code, "photo")


def test_store_picture_refuses_a_bomb_before_decoding(media):
    buffer = io.BytesIO()
    Image.new("1", (12000, 12000)).save(buffer, "PNG")
    with pytest.raises(HaatError) as refusal:
        store_picture(buffer.getvalue())
    assert refusal.value.code == "picture.too_many_pixels"


def test_store_picture_puts_transparency_on_white(media):
    buffer = io.BytesIO()
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(buffer, "PNG")
    picture = store_picture(buffer.getvalue(), drawn=True)
    assert picture.drawn
    assert stored(picture_path(picture.digest)).getpixel((5, 5)) == (255, 255, 255)
