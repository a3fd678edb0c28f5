"""What a picture may cost: refused by its header, one at a time, and never more memory than its budget of pixels."""

import io
import os
import subprocess
import sys
import threading

import pytest
from PIL import Image

from haat.core import decoding
from haat.core.decoding import MASTER, decode
from tests.core import hostile
from tests.refusals import refused

# A child that says by how many MB decoding raised the most it ever held. (`ru_maxrss` would count its parent's, too.)
MEASURE = """
import re, sys
from pathlib import Path
import django
django.setup()
from PIL import Image
from haat.core.decoding import decode
def most(): return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
Image.init()
data = sys.stdin.buffer.read()
before = most()
decode(data)
print(most() - before)
"""


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        hostile.png((6000, 4001)),
        hostile.png((6000, 4001), kind=3),
        hostile.png((60_000, 60_000)),
        hostile.webp((4001, 4000)),
        hostile.jpeg((10_000, 6001)),
        hostile.jpeg((6000, 4001), progressive=True),
        hostile.jpeg((6000, 4001), in_scan=1),
    ],
    ids=["png", "palette", "bomb", "webp", "jpeg", "progressive", "jpeg in three scans"],
)
def test_decode_refuses_too_many_pixels_by_the_header(data):
    assert len(data) < 200
    with refused("picture.too_many_pixels", field="photo"):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        hostile.png((6000, 4000)),
        hostile.webp((4000, 4000)),
        hostile.jpeg((10_000, 6000)),
        hostile.jpeg((10_000, 6000)).replace(b"\xff\xda", b"\xff\xff\xda"),
        hostile.jpeg((6000, 4000), progressive=True),
        hostile.jpeg((400, 400), progressive=True, scans=101),
        b"\xff\xd8\xff",
        b"",
    ],
    ids=["png", "webp", "jpeg", "jpeg with fill", "progressive", "scans", "cut", "empty"],
)
def test_decode_refuses_what_holds_no_pixels(data):
    with refused("picture.not_a_picture", field="photo"):
        decode(data)


def camera_jpeg(**options: object) -> bytes:
    return saved(Image.effect_noise((400, 300), 60), "JPEG", **options)


@pytest.mark.parametrize("lost", [1, 2])
@pytest.mark.parametrize("options", [{}, {"progressive": True}], ids=["plain", "progressive"])
def test_decode_takes_a_jpeg_that_lost_its_last_bytes_and_no_pixel(lost, options):
    data = camera_jpeg(**options)
    assert decode(data[:-lost]).tobytes() == decode(data).tobytes()


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_decode_refuses_a_jpeg_that_lost_pixels(kept):
    data = camera_jpeg()
    with refused("picture.not_a_picture"):
        decode(data[: int(len(data) * kept)])


def test_decode_refuses_a_png_that_lost_its_end():
    data = saved(Image.effect_noise((400, 300), 60), "PNG")
    with refused("picture.not_a_picture"):
        decode(data[: len(data) // 2])


def test_decode_shows_sixteen_bits_of_grey_as_they_are():
    image = Image.new("I;16", (300, 300), 0x8000)
    assert decode(saved(image, "PNG")).getpixel((150, 150)) == (128, 128, 128)


@pytest.mark.parametrize(
    ("brands", "code"),
    [
        ((b"heic",), "picture.heic"),
        ((b"mif1",), "picture.heic"),
        ((b"mif1", b"heic"), "picture.heic"),
        ((b"avif",), "picture.avif"),
        ((b"avis", b"msf1"), "picture.avif"),
        ((b"mif1", b"miaf", b"avif"), "picture.avif"),
    ],
)
def test_decode_says_the_way_out_of_what_it_knows_by_name(brands, code):
    length = (16 + 4 * (len(brands) - 1)).to_bytes(4)
    with refused(code, field="photo"):
        decode(length + b"ftyp" + brands[0] + bytes(4) + b"".join(brands[1:]) + bytes(400))


def test_decode_reads_names_no_further_than_there_are_any():
    with refused("picture.heic"):
        decode(b"\xff\xff\xff\xffftypheic" + bytes(4 * 64) + b"avif")


def test_decode_walks_no_more_scans_than_a_camera_writes(monkeypatch):
    looked = []
    monkeypatch.setattr(Image.Image, "draft", lambda image, *_given: looked.append(image))
    with refused("picture.not_a_picture"):
        decode(hostile.jpeg((400, 400), progressive=True, scans=101))
    assert looked == []


def test_decode_refuses_a_profile_that_unpacks_without_end():
    with refused("picture.not_a_picture"):
        decode(saved(Image.new("RGB", (300, 300)), "PNG", icc_profile=bytes(2_000_000)))


def test_decode_shrinks_a_large_camera_picture_while_it_is_read():
    assert decode(saved(Image.new("RGB", (8000, 6000)), "JPEG", quality=1)).size == (MASTER, 1650)


def test_decode_takes_a_long_thin_picture_within_the_master():
    assert decode(saved(Image.new("RGB", (300, 9000)), "JPEG", quality=1)).size == (73, MASTER)


def test_decode_takes_the_first_of_moving_pictures():
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "blue")]
    for kind in ("PNG", "WEBP"):
        data = saved(frames[0], kind, save_all=True, append_images=frames[1:], lossless=True)
        assert decode(data).getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize("turn", range(1, 9))
def test_decode_turns_upright(turn):
    exif = Image.Exif()
    exif[0x0112] = turn
    image = Image.new("RGB", (400, 300), "white")
    image.paste("red", (0, 0, 200, 150))
    upright = decode(saved(image, "PNG", exif=exif))
    corners = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
    right, low = corners[turn]
    assert upright.size == ((400, 300) if turn < 5 else (300, 400))
    assert upright.getpixel((right * (upright.width - 1), low * (upright.height - 1))) == (255, 0, 0)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGB", "RGBA"])
def test_decode_gives_rgb_whatever_comes(mode):
    assert decode(saved(Image.new(mode, (300, 300)), "PNG")).mode == "RGB"


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_decode_survives_metadata_that_cannot_be_read():
    data = saved(Image.new("RGB", (300, 300)), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff")
    assert decode(data).size == (300, 300)


def test_decode_waits_for_another_and_then_says_so(monkeypatch):
    monkeypatch.setattr(decoding, "WAIT_SECONDS", 0.01)
    with decoding._one_at_a_time(), refused("picture.busy", field="photo"):
        decode(hostile.png((400, 400)))
    with refused("picture.not_a_picture"):
        decode(hostile.png((400, 400)))


def test_decode_lets_one_in_at_a_time(monkeypatch):
    inside, most = [], []

    def measured(_image: object, _data: bytes) -> None:
        inside.append(1)
        most.append(len(inside))
        threading.Event().wait(0.01)
        inside.pop()

    monkeypatch.setattr(decoding, "_measure", measured)
    data = saved(Image.new("RGB", (300, 300)), "PNG")
    threads = [threading.Thread(target=decode, args=(data,)) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1, 1]


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_decode_holds_at_most_350_mb(kind):
    if kind == "png":
        data = hostile.png((6000, 4000), kind=6, pixels=True)
    else:
        data = saved(Image.new("RGBA", (4000, 4000)), "WEBP", lossless=True, method=0)
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    ran = subprocess.run([sys.executable, "-c", MEASURE], input=data, capture_output=True, check=True, env=env)
    assert 50 < int(ran.stdout) < 350
