"""The demonstration's test pictures: whole in the frame, on white where they should be, marked, the same every time."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from demo import drawing, photos, stills
from demo.stills.picture import VIEWS
from haat.core.files import RENDERED
from haat.studio import pixels
from tests.each import offenders


def small(name: str, view: str) -> Image.Image:
    return stills.still(name, view, side=96, seen=48)


def stands_whole_on_white(name: str) -> None:
    measures = pixels.measures_of(small(name, "white"))
    assert measures.white_bp >= 9_500
    assert measures.box is not None
    assert min(measures.box[:2]) >= 2
    assert max(measures.box[2:]) <= 94
    left, top, right, bottom = measures.box
    assert max(right - left, bottom - top) >= 70


def test_goods_stand_whole_on_white_and_fill_it() -> None:
    assert offenders(stands_whole_on_white, sorted(stills.GOODS)) == []


def lies_on_its_cloth(name: str) -> None:
    for view in ("cloth", "near"):
        image = small(name, view)
        assert not pixels.measures_of(image).on_white
        assert np.asarray(image.convert("L")).std() > 8


def test_goods_lie_on_their_cloth_from_other_sides() -> None:
    assert offenders(lies_on_its_cloth, sorted(stills.GOODS)) == []


def test_same_picture_is_rendered_every_time() -> None:
    assert small("bowl", "cloth").tobytes() == small("bowl", "cloth").tobytes()
    assert small("bowl", "cloth").tobytes() != small("bowl", "near").tobytes()


def test_every_good_that_is_rendered_is_one_of_the_drawn_ones_and_is_seen_from_several_sides() -> None:
    assert set(photos.STILLS.values()) == set(stills.GOODS)
    assert {drawing.index()[file]["kind"] for file in photos.STILLS} == {"good"}
    assert {view for name in stills.GOODS for view in photos.views_of(name)} == set(VIEWS)
    assert [name for name in stills.GOODS if len(photos.views_of(name)) < 2] == ["kadhai"]
    assert set(photos.CUT_OUT) | set(photos.NEAR) <= set(stills.GOODS)
    assert len(stills.GOODS) >= 12


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    still = stills.still
    monkeypatch.setattr(stills, "still", lambda name, view: still(name, view, side=320, seen=40))


def test_rendered_picture_is_marked_in_all_its_files(quick: Any) -> None:
    made = photos.taken("bowl", "white")
    files = [*made.encoded.files.values(), made.square]
    assert {Image.open(io.BytesIO(data)).getexif()[0x010E] for data in files} == {RENDERED}
    assert (made.encoded.rendered, made.measures.on_white) == (True, True)
