"""Pictures are looked at one after another: yes, no, later; what was said is taken back with one key."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from haat.catalogue import actions as catalogue
from haat.core.models import Event
from haat.studio.models import PictureMeasure
from tests.make import BY, make_good
from tests.studio.shots import shot, stored
from tests.web.office.signed import district, officer, work_off

pytestmark = pytest.mark.django_db
PAGE = reverse("office:goods:lettering")


@pytest.fixture
def here(media):
    return district()


def photo(maker, side=1600, name="Basket"):
    """A photo of a good in the shop, measured, and nobody has looked at it."""
    good = catalogue.show_pictures(make_good(name, maker=maker), pictures=[stored(shot((side, side)))], by=BY)
    work_off()
    return good.photos.get()


def look(client, one, letters, query=""):
    return client.post(reverse("office:goods:look_letters", args=[one.pk]) + query, {"letters": letters})


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def letters(one):
    return PictureMeasure.objects.get(picture=one.picture_id).letters


def test_one_is_shown_after_another_until_all_were_looked_at(here):
    first, second = photo(here.maker, 1600, "Basket"), photo(here.other, 1601, "Sup")
    desk = officer("desk")
    answer = desk.get(PAGE)
    assert (answer.context["photo"], answer.context["left"], answer.context["coming"]) == (first, 2, [second])
    html = text(answer)
    for key in ("n", "y", "l"):
        assert f'data-press="{key}"' in html
    answer = desk.get(look(desk, first, "no")["Location"])
    assert answer.context["photo"] == second
    assert "Basket: no letters." in text(answer)
    assert letters(first) is False
    answer = desk.get(look(desk, second, "yes")["Location"])
    assert "Every picture was looked at" in text(answer)
    assert (letters(first), letters(second)) == (False, True)


def test_what_was_said_is_taken_back_and_shown_again(here):
    first, second = photo(here.maker, 1600), photo(here.other, 1601)
    desk = officer("desk")
    said = desk.get(look(desk, first, "yes")["Location"])
    assert 'data-press="u"' in text(said)
    back = desk.get(look(desk, first, "undo")["Location"])
    assert (back.context["photo"], letters(first)) == (first, None)
    assert Event.objects.filter(kind="studio.letters_told").count() == 2
    assert letters(second) is None
    assert 'data-press="u"' not in text(back)


def test_only_ones_own_last_word_is_offered_to_be_taken_back(here):
    first = photo(here.maker)
    photo(here.other, 1601)
    desk = officer("desk")
    look(desk, first, "yes")
    html = text(officer("desk").get(f"{PAGE}?last={first.pk}"))
    assert 'data-press="u"' not in html
    assert 'data-press="u"' not in text(desk.get(f"{PAGE}?last=999999"))


def test_later_leaves_it_and_begins_anew_at_the_end(here):
    first, second = photo(here.maker, 1600), photo(here.other, 1601)
    desk = officer("desk")
    assert desk.get(f"{PAGE}?after={first.pk}").context["photo"] == second
    assert desk.get(f"{PAGE}?after={second.pk}").context["photo"] == first
    there = look(desk, second, "no", f"?after={first.pk}")["Location"]
    assert desk.get(there).context["photo"] == first


def test_drawings_drafts_and_what_was_not_measured_are_not_shown(here):
    one = photo(here.maker)
    good = one.good
    desk = officer("desk")
    for change in ({"state": "draft"}, {"state": "paused"}):
        type(good).objects.filter(pk=good.pk).update(**change)
        assert desk.get(PAGE).context["photo"] is None
    type(good).objects.filter(pk=good.pk).update(state="live")
    assert desk.get(PAGE).context["photo"] == one
    PictureMeasure.objects.all().delete()
    assert desk.get(PAGE).context["photo"] is None


def test_who_works_a_block_looks_at_its_pictures_alone(here):
    mine, other = photo(here.maker, 1600), photo(here.other, 1601)
    coordinator = officer("coordinator", place=here.here)
    answer = coordinator.get(PAGE)
    if answer.status_code == 200:
        assert (answer.context["photo"], answer.context["left"]) == (mine, 1)
    assert look(coordinator, other, "yes").status_code in (403, 404)
    assert letters(other) is None


def test_another_word_than_yes_no_and_back_is_none(here):
    one = photo(here.maker)
    desk = officer("desk")
    assert "Say whether letters stand on it." in text(desk.get(look(desk, one, "perhaps")["Location"]))
    assert letters(one) is None


def test_who_looked_stands_on_the_goods_page(here):
    one = photo(here.maker)
    desk = officer("desk")
    page = reverse("office:goods:mend", args=[one.good_id])
    assert "Nobody has looked yet whether letters stand on the picture." in text(desk.get(page))
    look(desk, one, "no")
    html = text(desk.get(page))
    assert "No letters stand on it." in html
    assert "Looked at by" in html


def test_a_long_row_costs_as_many_statements_as_a_short_one(here):
    photo(here.maker, 1600)
    desk = officer("desk")
    desk.get(PAGE)
    with CaptureQueriesContext(connection) as first:
        desk.get(PAGE)
    for number in range(3):
        photo(here.maker, 1610 + number)
    with CaptureQueriesContext(connection) as second:
        assert desk.get(PAGE).context["left"] == 4
    assert len(second) <= len(first) + 1  # the goods of those that come


@pytest.mark.parametrize(("language", "words"), [("hi", "क्या इस पर अक्षर हैं?"), ("mr", "यावर अक्षरे आहेत का?")])
def test_it_is_read_in_hindi_and_marathi(here, language, words):
    photo(here.maker)
    assert words in text(officer("desk", language=language).get(PAGE))
