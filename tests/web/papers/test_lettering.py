"""Words as pictures: every script is shaped, nothing runs out of its width, and nothing is an empty box."""

import pytest
from PIL import Image, ImageChops

from haat.core.languages import LANGUAGES
from haat.web.papers.lettering import Style, words

WORDS = {
    "en": "Lac bangles, set of 12",
    "hi": "लाह की लहठी, बारह का सेट",
    "mr": "लाखेच्या बांगड्या, ऱ्हस्व",
    "bn": "স্বনির্ভর দলের চুড়ি",
    "sat": "ᱥᱟᱱᱛᱟᱲᱤ ᱜᱟᱶᱛᱟ",
    "or": "ସ୍ୱୟଂ ସହାୟକ ଦଳ",
    "ur": "لاکھ کی چوڑیاں",
}


def ink(mask):
    return mask.getbbox()


@pytest.mark.parametrize("display", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_script_is_drawn_within_its_width(language, display):
    mask = words(WORDS[language], Style(48, display=display), width=900, language=language)
    assert mask.width == 900
    left, _top, right, _bottom = ink(mask)
    assert 0 <= left < right <= 900


def test_letters_of_a_script_are_joined_and_not_set_one_after_the_other():
    joined = ink(words("क्षत्रिय", Style(60), width=900, language="hi"))
    apart = ink(words("क ष त र य", Style(60), width=900, language="hi"))
    assert joined[2] - joined[0] < (apart[2] - apart[0]) * 0.8


def test_what_is_read_from_the_right_stands_at_the_right():
    left, _top, right, _bottom = ink(words(WORDS["ur"], Style(48), width=900, language="ur"))
    assert left > 450
    assert right > 850


def test_long_words_are_broken_and_end_in_so_many_lines():
    one = words("बहुत " * 100, Style(40), width=400, language="hi")
    two = words("बहुत " * 100, Style(40, lines=2), width=400, language="hi")
    endless = words("x" * 5000, Style(40, lines=2), width=400, language="en")
    assert one.height < two.height < 3 * one.height
    assert endless.height < 3 * one.height


@pytest.mark.parametrize("text", ["<b>bold</b> & co", "a\x00b\x07", "\u202eabc", "🎉", "", " "])
def test_hostile_words_are_only_words(text):
    mask = words(text, Style(40, display=True), width=600, language="en")
    assert mask.mode == "L"
    assert mask.width == 600


def test_markup_is_written_out_and_not_obeyed():
    told = words("<b>x</b>", Style(40), width=600, language="en")
    plain = words("x", Style(40), width=600, language="en")
    assert ink(told)[2] > 2 * ink(plain)[2]


def test_spaces_of_the_display_face_are_no_boxes():
    mask = words("Lac bangles", Style(60, display=True), width=900, language="en")
    first, _top, last, _bottom = ink(mask)
    empty = [at for at in range(first, last) if mask.crop((at, 0, at + 1, mask.height)).getbbox() is None]
    assert len(empty) > 10


def test_the_same_words_are_the_same_picture():
    first, second = (words(WORDS["hi"], Style(48, bold=True), width=700, language="hi") for _turn in range(2))
    assert ImageChops.difference(first, second).getbbox() is None
    assert isinstance(first, Image.Image)
