"""Laying a good on white: its edge found, gaps left open, and nothing made where no edge is."""

import os
import subprocess
import sys

import pytest
from PIL import Image, ImageDraw

from haat.studio import cutting, pixels
from haat.studio.cutting import on_white
from tests.studio.shots import RED, on_cloth, shot

WHITE = (255, 255, 255)
# A child that says by how many MB cutting the largest master raised the most it ever held.
MEASURE = """
import re
from pathlib import Path
import django
django.setup()
from haat.studio.cutting import on_white
from tests.studio.shots import on_cloth
def most(): return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
import cv2
image = on_cloth((2200, 2200), (400, 400, 1800, 1800))
before = most()
assert on_white(image) is not None
print(most() - before)
"""


def is_red(pixel: tuple[int, ...]) -> bool:
    return all(abs(is_ - should) < 12 for is_, should in zip(pixel, RED, strict=True))


def test_good_is_cut_out_laid_on_pure_white_and_fills_it():
    laid = on_white(on_cloth())
    assert laid is not None
    assert laid.width == laid.height
    measures = pixels.measures_of(laid)
    assert (measures.white_bp, measures.fill_bp) == (10_000, pytest.approx(8_300, abs=200))
    assert is_red(laid.getpixel((laid.width // 2, laid.height // 6)))


def test_gap_within_a_good_shows_white_and_not_the_cloth():
    laid = on_white(on_cloth())
    assert laid is not None
    assert laid.getpixel((laid.width // 2, laid.height // 2)) == WHITE


def test_large_picture_is_cut_on_a_small_copy_and_keeps_its_own_pixels():
    laid = on_white(on_cloth((2000, 2000), (500, 500, 1500, 1500)))
    assert laid is not None
    assert laid.size == (1500, 1500)


def test_crumbs_are_left_out_and_pin_holes_closed():
    image = on_cloth()
    pen = ImageDraw.Draw(image)
    pen.rectangle((20, 20, 25, 25), fill=RED)
    pen.rectangle((178, 58, 180, 60), fill=(84, 116, 168))
    laid = on_white(image)
    assert laid is not None
    assert laid.getpixel((179, 59)) == (84, 116, 168)  # kept as it was taken, not made white
    assert laid.getpixel((22, 22)) == WHITE


@pytest.mark.parametrize(
    "image",
    [
        shot((400, 400), None, (120, 130, 140)),
        shot((400, 400), (0, 0, 400, 390), (120, 130, 140)),
        shot((400, 400), (197, 197, 203, 203), (120, 130, 140)),
    ],
    ids=["nothing on it", "beyond the picture", "a speck"],
)
def test_nothing_is_made_where_no_good_lies_whole_in_the_picture(image):
    assert on_white(image) is None


def test_picture_whose_good_cannot_be_told_from_its_ground_is_no_fault():
    """GrabCut refuses a picture in which nothing is left of the one or the other."""
    grain = Image.effect_noise((300, 300), 40).convert("RGB")
    assert on_white(grain) is None or on_white(grain).width >= 1


def test_same_picture_is_cut_the_same_every_time():
    first, again = on_white(on_cloth()), on_white(on_cloth())
    assert first is not None
    assert again is not None
    assert first.tobytes() == again.tobytes()


def test_cutting_the_largest_picture_takes_a_bounded_memory():
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    ran = subprocess.run([sys.executable, "-c", MEASURE], capture_output=True, text=True, check=True, env=env)
    assert int(ran.stdout) < 700
    assert cutting.CUT <= 1200
