"""What a mart says in its own words: kept page by page and language by language, told with who and what stood there."""

import pytest

from haat.core.dates import today
from haat.core.doctor import examine
from haat.core.errors import Changed
from haat.core.models import Event
from haat.places.actions import change_mart, drop_festival, set_festival, write_home, write_page
from haat.places.models import Mart
from haat.places.queries import festivals_of
from haat.places.words import Page, home_of, page_of, page_standing, paragraphs, runs, unwritten
from tests.make import BY, make_mart
from tests.refusals import refused

pytestmark = pytest.mark.django_db
TITLE, TEXT = {"hi": "शर्तें", "en": "Terms"}, {"hi": "पहला।\r\n\r\nदूसरा।", "en": "One line\nof it.\n\n\nTwo."}


def written(mart=None, **more):
    given = {"slug": "terms", "title": TITLE, "text": TEXT} | more
    return write_page(mart or make_mart(), **given, by=BY)


def test_page_is_kept_in_paragraphs_and_read_back_whole():
    mart = written()
    assert page_of(mart, "terms") == Page(TITLE, {"hi": "पहला।\n\nदूसरा।", "en": "One line of it.\n\nTwo."})
    assert mart.words["legal"] == [
        {
            "slug": "terms",
            "title": TITLE,
            "paragraphs": [{"hi": "पहला।", "en": "One line of it."}, {"hi": "दूसरा।", "en": "Two."}],
        }
    ]
    told = Event.objects.get(kind="places.words_written").data
    assert (told["page"], told["before"], told["after"]["title"]) == ("terms", {"title": {}, "text": {}}, TITLE)
    assert [finding.name for finding in examine() if finding.broken] == []


def test_the_same_words_again_change_nothing():
    written()
    written()
    assert Event.objects.filter(kind="places.words_written").count() == 1


def test_emptied_in_every_language_the_plain_words_come_back():
    written()
    mart = written(title={"hi": " \u200b "}, text={"hi": "\u200d\u200d\u200d"})
    assert (mart.words["legal"], page_of(mart, "terms")) == ([], Page())


def test_title_and_text_come_together_in_a_language():
    with refused("mart.half_a_page", field="text") as caught:
        written(text={"hi": "पहला।"})
    assert caught.value.language == "en"
    with refused("mart.half_a_page", field="title"):
        written(title={"hi": "शर्तें"})
    with refused("mart.page_too_long", field="title"):
        written(title={"hi": "x" * 81, "en": "Terms"})
    assert Mart.objects.get().words == {}


def test_front_page_keeps_what_else_a_file_has_set_and_takes_over_older_names():
    mart = make_mart()
    mart.words = {"home": {"week": {"hi": "इस हफ़्ते"}, "diwali": {"hi": "दीये"}}, "quotes": []}
    mart.save()
    assert home_of(mart)["made_this_week"] == {"hi": "इस हफ़्ते"}
    mart = write_home(mart, lines={"intro": {"en": "Made here"}, "made_this_week": {"hi": "नया"}}, by=BY)
    assert mart.words == {
        "home": {"diwali": {"hi": "दीये"}, "intro": {"en": "Made here"}, "made_this_week": {"hi": "नया"}},
        "quotes": [],
    }


def test_terms_lack_until_written_and_other_pages_only_once_begun():
    mart = make_mart()
    assert list(unwritten(mart)) == [("terms", code) for code in mart.spoken]
    mart = written(title={"hi": "शर्तें"}, text={"hi": "पहला।"})
    mart = write_page(mart, slug="returns", title={"en": "Back"}, text={"en": "Send it."}, by=BY)
    assert set(unwritten(mart)) == {("terms", "en"), ("returns", "hi")}


def test_only_bold_means_anything():
    assert paragraphs(" a \n b\n\n\n c ") == ["a b", "c"]
    assert runs("**<b>** & **x") == [("<b>", True), (" & ", False), ("x", True)]


def test_doctor_takes_words_of_a_file_and_then_of_the_office_for_what_they_are():
    mart = make_mart()
    change_mart(mart, words={"home": {"intro": {"hi": "फ़ाइल की"}}}, by=BY)
    written(mart)
    write_home(mart, lines={"intro": {"hi": "दफ़्तर की"}}, by=BY)
    assert examine(["marts are as they were last changed"])[0].examples == []


def test_nothing_is_written_over_what_its_writer_did_not_read():
    mart = make_mart()
    read, address = page_standing(mart, "terms"), mart.address
    written(mart, slug="terms", title={"hi": "एक"}, text={"hi": "एक।"}, seen=read)
    front = page_standing(mart, "home")
    write_home(mart, lines={"intro": {"hi": "एक"}}, seen=front, by=BY)
    change_mart(mart, address="One", seen={"address": address}, by=BY)
    day = {"starts": today(), "ends": today()}
    set_festival(mart, **day, names={"hi": "एक", "en": "One"}, by=BY)
    kept = next(each for each in festivals_of(Mart.objects.get()) if each.festival.key == "one")
    known = {"slug": "one", "year": kept.year, "seen": kept}
    set_festival(mart, **known, **day, names={"hi": "दो"}, by=BY)
    before = Mart.objects.values().get()
    for again in (
        lambda: written(mart, slug="terms", title={"hi": "दो"}, text={"hi": "दो।"}, seen=read),
        lambda: write_home(mart, lines={"intro": {"hi": "दो"}}, seen=front, by=BY),
        lambda: change_mart(mart, address="Two", seen={"address": address}, by=BY),
        lambda: change_mart(mart, hosts=["two.example"], seen={"hosts": []}, by=BY),
        lambda: set_festival(mart, **known, **day, names={"hi": "तीन"}, by=BY),
    ):
        with pytest.raises(Changed):
            again()
    drop_festival(mart, slug="one", year=kept.year, by=BY)
    with pytest.raises(Changed):
        set_festival(mart, **known, **day, names={"hi": "तीन"}, by=BY)
    assert Mart.objects.values().get() == before | {"festivals": []}
