"""What is measured of pictures, the square that marketplaces get, and what is said against them."""

import io

import pytest
from django.utils import translation
from PIL import Image

from haat.core.decoding import decode
from haat.core.files import RENDERED
from haat.core.models import Picture
from haat.studio import pixels
from haat.studio.pictures import EVERYWHERE, Frame, Measures, Shown, faults, for_channel, measure
from haat.studio.where import DESK, MAKER, PictureRule
from tests.studio.shots import RED, saved, shot, stored

WHITE_GOOD = Measures(2000, 1500, 10_000, (100, 100, 1500, 700))
CLOTH = Measures(2000, 1500)
ANY = PictureRule(least_side=500)


def shown(
    measures: Measures | None = WHITE_GOOD,
    *,
    name: str = "a",
    drawn: bool = False,
    rendered: bool = False,
    **more: object,
) -> Shown:
    """A picture that somebody looked at and found without letters, unless told otherwise."""
    wide, high = (measures.width, measures.height) if measures else (2000, 1500)
    picture = Picture(digest=name, width=wide, height=high, drawn=drawn, rendered=rendered)
    return Shown(picture, measures, **({"letters": False} | more))


def codes(*photos: Shown, rule: PictureRule = EVERYWHERE) -> list[str]:
    return [fault.code for fault in faults(photos, rule)]


def near(box: tuple[int, ...] | None, wanted: tuple[int, ...]) -> bool:
    """Edges of a JPEG are soft."""
    return box is not None and all(abs(is_ - should) <= 4 for is_, should in zip(box, wanted, strict=True))


# ---- measuring


def test_good_on_white_is_found_where_it_lies():
    white_bp, box = pixels.look(decode(saved(shot())))
    assert white_bp == 10_000
    assert near(box, (200, 100, 400, 300))


def test_large_picture_is_measured_on_a_copy_and_told_in_its_own_pixels():
    white_bp, box = pixels.look(shot((2200, 1650), (401, 203, 1803, 1403)))
    assert (white_bp, near(box, (401, 203, 1803, 1403))) == (10_000, True)


@pytest.mark.parametrize("ground", [(245, 245, 245), (200, 200, 200), (240, 220, 169)], ids=["paper", "grey", "cloth"])
def test_ground_that_is_not_pure_white_is_none(ground):
    assert pixels.look(decode(saved(shot(ground=ground)))) == (0, None)


def test_good_that_runs_out_of_the_picture_leaves_less_of_its_border_white():
    white_bp, box = pixels.look(shot(good=(0, 0, 300, 400)))
    assert white_bp < 6_000
    assert box is None


def test_white_sheet_with_a_speck_of_dust_holds_no_good():
    image = shot(good=None)
    image.putpixel((300, 200), (0, 0, 0))
    assert pixels.look(image) == (10_000, None)


def test_transparent_png_stands_on_white():
    image = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    image.paste((*RED, 255), (100, 100, 300, 300))
    assert pixels.look(decode(saved(image, "PNG"))) == (10_000, (100, 100, 300, 300))


def test_sixteen_bits_of_grey_are_measured():
    image = Image.new("I;16", (400, 400), 0xFFFF)
    image.paste(0x2000, (100, 100, 300, 300))
    assert pixels.look(decode(saved(image, "PNG"))) == (10_000, (100, 100, 300, 300))


def test_picture_that_was_held_aside_is_measured_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned to the right when shown
    image = decode(saved(shot(good=(0 + 60, 100, 260, 300)), exif=exif))
    measures = pixels.measures_of(image)
    assert (measures.width, measures.height, measures.longest, measures.square) == (400, 600, 600, False)
    assert near(measures.box, (100, 60, 300, 260))


@pytest.mark.django_db
def test_stored_picture_is_measured_from_the_store(media):
    picture = stored(shot(good=(100, 100, 500, 300)))
    found = measure(picture)
    assert (found.on_white, found.sharpness, found.brightness) == (True, picture.sharpness, picture.brightness)
    picture.digest = "0" * 64
    with pytest.raises(OSError, match="0000"):
        measure(picture)


# ---- the square


@pytest.mark.parametrize(
    ("measures", "frame", "fill_bp"),
    [
        (WHITE_GOOD, Frame(4, -396, 1591), 8_799),
        (Measures(2200, 2200, 10_000, (900, 900, 1500, 1300)), Frame(450, 350, 1500), 4_000),
        (Measures(400, 300, 10_000, (100, 100, 200, 150)), Frame(-50, -75, 400), 2_500),
        (Measures(400, 400, 10_000, (10, 10, 390, 390)), Frame(-16, -16, 432), 8_796),
        (CLOTH, Frame(0, -250, 2000), None),
        (Measures(1500, 2000, 9_499, None), Frame(-250, 0, 2000), None),
    ],
    ids=["fills it", "small in it", "small picture", "fills the picture", "lying on cloth", "upright on cloth"],
)
def test_square_lies_close_around_a_good_on_white_and_around_all_of_any_other(measures, frame, fill_bp):
    assert (measures.frame, measures.fill_bp) == (frame, fill_bp)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_square_is_white_beyond_the_picture_and_cuts_nothing_away():
    made = opened(pixels.square(shot((600, 400), None, RED), Frame(0, -100, 600)))
    assert (made.format, made.size) == ("JPEG", (600, 600))
    assert (made.getpixel((300, 50)), made.getpixel((300, 550))) == ((255, 255, 255), (255, 255, 255))
    assert all(abs(is_ - should) < 6 for is_, should in zip(made.getpixel((300, 110)), RED, strict=True))


def test_square_is_never_larger_than_what_is_kept():
    assert pixels.framed(shot((600, 400)), Frame(-1000, -1000, 2600)).size == (2200, 2200)


def test_square_of_much_grain_is_pressed_until_it_is_light_enough(monkeypatch):
    grain = Image.effect_noise((400, 400), 90).convert("RGB")
    frame = Frame(0, 0, 400)
    whole = len(pixels.square(grain, frame))
    monkeypatch.setattr(pixels, "MOST_SQUARE_BYTES", whole - 1)
    assert len(pixels.square(grain, frame)) < whole
    monkeypatch.setattr(pixels, "MOST_SQUARE_BYTES", 1)
    assert opened(pixels.square(grain, frame)).size == (400, 400)


def test_square_of_a_rendered_picture_says_so():
    square = opened(pixels.square(shot(), Frame(0, 0, 600), rendered=True))
    assert square.getexif()[0x010E] == RENDERED
    assert dict(opened(pixels.square(shot(), Frame(0, 0, 600))).getexif()) == {}


# ---- what is said against them


@pytest.mark.parametrize(
    ("photos", "rule", "wanted"),
    [
        ([], EVERYWHERE, ["picture_none"]),
        ([shown()], EVERYWHERE, []),
        ([shown(drawn=True)], EVERYWHERE, ["picture_drawn"]),
        ([shown(drawn=True)], PictureRule(drawings=True), []),
        ([shown(rendered=True)], EVERYWHERE, ["picture_rendered"]),
        ([shown(rendered=True)], PictureRule(rendered=True), []),
        ([shown(drawn=True), shown(rendered=True, name="b")], EVERYWHERE, ["picture_rendered"]),
        ([shown(rendered=True), shown(name="b")], EVERYWHERE, []),
        ([shown(CLOTH, rendered=True)], PictureRule(rendered=True, white=True), ["picture_not_white"]),
        ([shown(drawn=True), shown(name="b")], EVERYWHERE, []),
        ([shown(None)], EVERYWHERE, ["picture_unseen"]),
        ([shown(None), shown(name="b")], EVERYWHERE, []),
        ([shown(None), shown(CLOTH, name="b")], EVERYWHERE, ["picture_unseen"]),
        ([shown(CLOTH)], EVERYWHERE, ["picture_not_white"]),
        ([shown(CLOTH)], ANY, []),
        ([shown(Measures(1499, 900))], PictureRule(least_side=1500), ["picture_small"]),
        ([shown(Measures(1500, 900))], PictureRule(least_side=1500), []),
        ([shown(Measures(400, 400))], EVERYWHERE, ["picture_small", "picture_not_white"]),
        ([shown(Measures(2200, 2200, 10_000, (0, 0, 1274, 700)))], EVERYWHERE, ["picture_fill"]),
        ([shown(Measures(2200, 2200, 10_000, (0, 0, 1276, 700)))], EVERYWHERE, []),
        ([shown(letters=True)], EVERYWHERE, ["picture_letters"]),
        ([shown(letters=True)], PictureRule(white=True), []),
        ([shown(letters=None)], EVERYWHERE, ["picture_unlooked"]),
        ([shown(letters=None)], PictureRule(white=True), []),
        ([shown(letters=None), shown(name="b")], EVERYWHERE, []),
        ([shown(CLOTH, letters=None)], EVERYWHERE, ["picture_not_white", "picture_unlooked"]),
        ([shown()], PictureRule(least_number=2), ["picture_few"]),
        ([shown(), shown(Measures(480, 480), name="b")], PictureRule(least_number=2), ["picture_few"]),
        ([shown(), shown(CLOTH, name="b")], PictureRule(least_number=2), []),
        ([shown(CLOTH), shown(name="b")], EVERYWHERE, []),
    ],
)
def test_faults_are_those_of_the_best_picture_there_is(photos, rule, wanted):
    assert codes(*photos, rule=rule) == wanted


def test_fault_names_its_picture_its_reason_and_the_one_thing_to_do():
    (fault,) = faults([shown(Measures(640, 480), name="small")], PictureRule(least_side=1500))
    assert fault.about == "small"
    assert fault.sentence == "The picture is too small: 640 points wide, and 1500 are needed."
    assert fault.next_step == "Take it again with the camera of the phone; one that came by WhatsApp is too small."
    assert fault.who == MAKER


@pytest.mark.parametrize(
    ("white", "step", "who"),
    [
        ("", "Have it laid on white", DESK),
        ("asked", "It is being laid on white", DESK),
        ("proposed", "It is being laid on white", DESK),
        ("refused", "Put it on a white sheet", MAKER),
        ("failed", "Put it on a white sheet", MAKER),
    ],
)
def test_who_makes_it_white_depends_on_what_was_tried(white, step, who):
    (fault,) = faults([shown(CLOTH, white=white)], EVERYWHERE)
    assert (fault.next_step.startswith(step), fault.who) == (True, who)


@pytest.mark.parametrize(
    ("language", "said"),
    [("hi", "फ़ोटो में सामान छोटा है: 40% भरता है, 85% चाहिए।"), ("mr", "फोटोत वस्तू लहान आहे: 40% भरते, 85% हवे.")],
)
def test_fault_is_told_in_her_language(language, said):
    small = shown(Measures(2200, 2200, 10_000, (900, 900, 1500, 1300)))
    with translation.override(language):
        assert [fault.sentence for fault in faults([small], EVERYWHERE)] == [said]


def test_one_picture_alone_is_judged_as_the_first():
    asked = [shown(drawn=True), shown(rendered=True), shown(None), shown(CLOTH), shown()]
    said = [[fault.code for fault in faults([photo], EVERYWHERE)] for photo in asked]
    assert said == [["picture_drawn"], ["picture_rendered"], ["picture_unseen"], ["picture_not_white"], []]


# ---- which go


def going(*photos: Shown, rule: PictureRule = EVERYWHERE) -> list[str]:
    return [picture.digest for picture in for_channel(photos, rule)]


def test_pictures_go_with_the_faultless_one_first_and_the_desks_order_behind_it():
    cloth, white, detail = shown(CLOTH, name="cloth"), shown(name="white"), shown(CLOTH, name="detail")
    assert going(cloth, white, detail) == ["white", "cloth", "detail"]
    assert going(cloth, white, detail, rule=ANY) == ["cloth", "white", "detail"]


def test_pictures_that_may_not_go_are_left_out():
    photos = [
        shown(name="drawn", drawn=True),
        shown(None, name="unseen"),
        shown(Measures(300, 300), name="small"),
        shown(letters=True, name="letters"),
        shown(name="rendered", rendered=True),
        shown(letters=None, name="unlooked"),
        shown(name="good"),
    ]
    assert going(*photos) == ["good"]
    assert going(*photos[:5]) == []
    assert going(photos[4], rule=PictureRule(rendered=True)) == ["rendered"]
    assert going(*photos, rule=ANY) == ["letters", "unlooked", "good"]


def test_no_more_pictures_go_than_are_taken():
    photos = [shown(name=str(number)) for number in range(4)]
    assert going(*photos, rule=PictureRule(most_number=2)) == ["0", "1"]
