"""Pictures: hostile until re-encoded."""

import io
from importlib import import_module

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from haat.core.errors import HaatError
from haat.core.files import (
    RENDERED,
    SIZES,
    encode_made,
    keep,
    master_of,
    picture_path,
    square_path,
    square_url,
    store_picture,
    store_square,
)
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
    import_module("haat.web.papers.press")
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


def test_master_of_a_picture_is_read_from_the_store_or_fails(media):
    picture = store_picture(jpeg())
    assert (master_of(picture).mode, master_of(picture).size) == ("RGB", (900, 600))
    path = picture_path(picture.digest)
    with default_storage.open(path) as kept:
        whole = kept.read()
    default_storage.delete(path)
    with pytest.raises(OSError, match="master"):
        master_of(picture)
    default_storage.save(path, ContentFile(whole[:500]))
    with pytest.raises(OSError, match=r"(?i)truncated|identify|broken"):
        master_of(picture)


def test_square_lies_beside_its_picture_at_a_plain_address_and_is_written_over(media):
    digest = "ab" * 32
    for content in (b"half", b"whole"):
        store_square(digest, content)
    with default_storage.open(square_path(digest)) as kept:
        assert kept.read() == b"whole"
    assert square_url(digest) == f"/media/pictures/ab/{digest}/square.jpg"


@pytest.mark.parametrize("rendered", [True, False])
def test_what_was_rendered_says_so_in_every_file(media, rendered):
    picture = keep(encode_made(Image.new("RGB", (400, 300), "#A3261F"), rendered=rendered))
    said = [stored(picture_path(picture.digest, width)).getexif().get(0x010E) for width in (None, *SIZES)]
    assert (picture.rendered, said) == (rendered, [RENDERED if rendered else None] * 5)
