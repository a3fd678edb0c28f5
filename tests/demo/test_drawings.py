"""The demonstration's drawings: whole, safe, small, named in three languages, and drawn right."""

import io
import json
import re
import xml.etree.ElementTree as ET
from operator import itemgetter

import pytest
from PIL import Image, ImageStat

from demo import drawing
from tests.each import offenders

ROWS = list(drawing.index().values())
PLATES = [row["file"] for row in ROWS if "frame" in row]
by_file = itemgetter("file")
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"svg", "title", "g", "defs", "clipPath", "use", "path", "rect", "circle", "ellipse"}


def _picture(file: str, **wanted: object) -> Image.Image:
    return Image.open(io.BytesIO(drawing.render(file, **wanted))).convert("RGB")  # type: ignore[arg-type]


def test_index_and_folder_name_the_same_files() -> None:
    listed = json.loads((drawing.FOLDER / "index.json").read_text(encoding="utf-8"))
    assert len(listed) == len(ROWS)
    assert {row["file"] for row in ROWS} == {path.name for path in drawing.SHAPES.glob("*.svg")}


def holds_only_shapes(row: dict) -> None:
    data = (drawing.SHAPES / row["file"]).read_bytes()
    assert len(data) == row["bytes"]
    assert len(data) <= 15_000
    root = ET.fromstring(data)
    assert root.get("viewBox") == row["viewBox"]
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names - SHAPES == set()
    outside = [
        (key, value)
        for element in root.iter()
        for key, value in element.attrib.items()
        if key.startswith("on") or "//" in value or (key.endswith("href") and not value.startswith("#"))
    ]
    assert outside == []


def test_drawings_are_small_whole_and_hold_only_shapes() -> None:
    assert offenders(holds_only_shapes, ROWS, name=by_file) == []


def has_its_own_names(row: dict) -> None:
    stem = row["file"].removesuffix(".svg")
    ids = re.findall(r' id="([^"]+)"', (drawing.SHAPES / row["file"]).read_text(encoding="utf-8"))
    assert [name for name in ids if not name.startswith(f"{stem}-")] == []
    assert len(ids) == len(set(ids))


def test_drawings_have_their_own_names_inside() -> None:
    assert offenders(has_its_own_names, ROWS, name=by_file) == []


def is_named(row: dict) -> None:
    assert re.search(r"[A-Za-z]", row["title_en"])
    for language in ("title_hi", "title_mr"):
        assert re.search(r"[\u0900-\u097f]", row[language])
    assert row["ground"] in drawing.GROUNDS


def test_drawings_are_named_in_english_hindi_and_marathi() -> None:
    assert offenders(is_named, ROWS, name=by_file) == []


def has_a_picture_on_it(file: str) -> None:
    picture = _picture(file, side=160)
    assert picture.size == (160, 160)
    middle = picture.crop((20, 20, 140, 140)).convert("L")
    assert ImageStat.Stat(middle).stddev[0] > 12


def test_plates_have_the_size_asked_for_and_a_picture_on_it() -> None:
    assert offenders(has_a_picture_on_it, PLATES) == []


def is_not_cut(file: str) -> None:
    zoom, right, down = drawing.index()[file]["frame"]
    assert 1 <= zoom <= 1.12
    drawn = drawing._paint(drawing.plate(file).replace(drawing._marks(file), ""), 200).getchannel("A")
    solid = drawn.point([255 if value > 60 else 0 for value in range(256)]).getbbox()
    assert solid is not None
    assert solid[0] > 0
    assert solid[1] > 0
    assert solid[2] < 200
    assert solid[3] < 200
    assert abs(right) <= 26
    assert abs(down) <= 30


def test_goods_are_not_cut_by_the_edge() -> None:
    pieces = [row["file"] for row in ROWS if row["kind"] in ("good", "material")]
    assert offenders(is_not_cut, pieces) == []


def test_render_gives_the_same_bytes_again() -> None:
    again = {drawing.render("bangles-lac.svg", side=300, ground="leaf", flip=True) for _ in range(3)}
    assert len(again) == 1


@pytest.mark.parametrize("ground", sorted(drawing.GROUNDS))
def test_render_lays_the_good_on_the_cloth_asked_for(ground: str) -> None:
    wanted = tuple(int(drawing.GROUNDS[ground][k : k + 2], 16) for k in (1, 3, 5))
    corner = ImageStat.Stat(_picture("clay-pot.svg", side=400, ground=ground).crop((0, 0, 60, 60))).mean
    assert max(abs(got - want) for got, want in zip(corner, wanted, strict=True)) < 16


def test_flip_turns_the_good() -> None:
    assert drawing.plate("dokra-elephant.svg", flip=True) != drawing.plate("dokra-elephant.svg")


def test_no_good_carries_words() -> None:
    """The same drawing stands in every mart and on pages of every language."""
    assert [row["file"] for row in ROWS if row.get("words") and row["kind"] != "mark"] == []


def test_label_says_that_it_is_a_drawing() -> None:
    plain, labelled = _picture("soap.svg", side=400), _picture("soap.svg", side=400, label="चित्र")
    corner = (340, 360, 400, 400)
    assert plain.crop((0, 0, 300, 340)).tobytes() == labelled.crop((0, 0, 300, 340)).tobytes()
    assert plain.crop(corner).tobytes() != labelled.crop(corner).tobytes()


def test_render_refuses_what_it_cannot_draw() -> None:
    with pytest.raises(drawing.UnknownDrawing):
        drawing.render("nothing.svg")
    with pytest.raises(drawing.UnknownDrawing):
        drawing.render("border-haat.svg")
    with pytest.raises(ValueError, match="ground must be one of"):
        drawing.render("soap.svg", ground="purple")
    with pytest.raises(ValueError, match="label must be one of"):
        drawing.render("soap.svg", label="Sale")
    with pytest.raises(ValueError, match="side must lie between"):
        drawing.render("soap.svg", side=0)
