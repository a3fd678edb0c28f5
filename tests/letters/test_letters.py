"""A certificate is only for who is on sale there, is made once, says its reprints, and is handed over by somebody."""

from datetime import timedelta

import pytest

from haat.catalogue.models import Good
from haat.core.dates import day_of, today
from haat.core.models import Event
from haat.letters import actions
from haat.letters.actions.begun import APPROVED, OPENED, PAUSED, first_open
from haat.letters.models import Begun, Ceremony, Letter
from haat.letters.queries import signing_on, to_give
from haat.makers.models import Maker
from tests.make import BY, make_good, make_maker, make_mart, make_officer
from tests.make_letters import SIGNS, make_begun, make_letter, make_signing
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def held(*rows: Begun, key: str = "a", **told: object) -> Ceremony:
    words = {"title": "Diwali fair", "place": "Town hall", "held_on": today()}
    return actions.hold_ceremony(make_mart(), chosen=[row.pk for row in rows], key=key, by=BY, **{**words, **told})


def test_whose_good_passed_while_it_was_open_is_on_sale_since_that_day():
    begun = make_begun()
    event = Event.objects.filter(kind=APPROVED).latest("pk")
    assert (begun.where, begun.day) == ("mart", day_of(event.at))
    assert actions.note_begun([begun.maker_id]) == 0


def test_who_was_never_open_or_has_no_good_that_passed_is_not_on_sale():
    closed, bare = make_maker(state=Maker.State.ENROLLED), make_maker()
    make_good(maker=closed)
    make_good(maker=bare, state=Good.State.WAITING)
    assert actions.note_begun([closed.pk, bare.pk]) == 0


@pytest.mark.parametrize(
    ("turns", "passed", "first"),
    [
        ([(OPENED, 1)], 2, 2),
        ([(OPENED, 3)], 2, 3),
        ([(OPENED, 1), (PAUSED, 2)], 3, None),
        ([(OPENED, 1), (PAUSED, 2), (OPENED, 5)], 3, 5),
        ([(OPENED, 1), (PAUSED, 4)], 3, 3),
        ([], 3, None),
    ],
)
def test_first_moment_of_a_sale_is_when_both_held(turns, passed, first):
    assert first_open(turns, passed) == first


def test_what_an_older_version_did_not_write_is_found():
    maker = make_maker()
    make_good(maker=maker)
    assert actions.look_back() == 1
    assert actions.look_back() == 0


def test_letter_is_made_once_and_freezes_what_it_says():
    letter = make_letter(make_maker("Chandni group"))
    Maker.objects.filter(pk=letter.maker_id).update(names={"en": "Other"})
    again = actions.make_letter(Begun.objects.get(), by=BY)
    assert (again.pk, Letter.objects.count(), Event.objects.filter(kind="letters.made").count()) == (letter.pk, 1, 1)
    assert again.facts["maker"]["en"] == "Chandni group"
    assert [one["where"] for one in again.facts["sold"]] == ["mart"]
    assert again.facts["signing"] == SIGNS
    assert len(letter.code) == 14


def test_nobody_prints_one_for_whose_goods_are_not_on_sale_now():
    begun = make_begun()
    make_signing()
    Good.objects.update(state=Good.State.PAUSED)
    with refused("letters.not_on_sale", field="chosen") as caught:
        actions.make_letter(begun, by=BY)
    assert "Chandni group" in caught.value.message
    Good.objects.update(state=Good.State.LIVE)
    letter = actions.make_letter(begun, by=BY)
    Maker.objects.update(state=Maker.State.PAUSED)
    with refused("letters.not_on_sale"):
        actions.print_letters([letter.pk], key="k", by=BY)
    assert Letter.objects.get().prints == 0


def test_without_somebody_who_signs_there_is_no_letter():
    with refused("letters.nobody_signs"):
        actions.make_letter(make_begun(), by=BY)


def test_printed_twice_under_one_key_is_once_and_again_is_counted():
    letter = make_letter()
    for key in ("a", "a", "b"):
        (printed,) = actions.print_letters([letter.pk], key=key, by=BY)
    assert (printed.prints, Event.objects.filter(kind="letters.printed").count()) == (2, 2)


def test_ceremony_has_its_letters_in_order_and_the_same_key_is_the_same():
    make_signing()
    rows = [make_begun(make_maker(name)) for name in ("Gulab group", "Chandni group")]
    one, other = held(*rows), held(*rows)
    assert (one.pk, Ceremony.objects.count(), Letter.objects.count()) == (other.pk, 1, 2)
    assert list(one.letters.order_by("position").values_list("position", flat=True)) == [1, 2]


@pytest.mark.parametrize(("field", "value"), [("title", " "), ("place", ""), ("held_on", 900)])
def test_bad_ceremony_is_refused_at_its_field(field, value):
    value = today() + timedelta(days=value) if field == "held_on" else value
    make_signing()
    with refused("letters.bad_ceremony", field=field):
        held(make_begun(), **{field: value})


def test_ceremony_of_nobody_is_refused():
    with refused("letters.nobody_chosen", field="chosen"):
        held()


def test_handed_over_counts_once_and_is_taken_back():
    letter = make_letter(ceremony=True)
    told = {"handed_on": today(), "handed_by": "Vishal Sagar, Collector"}
    assert [actions.hand_over([letter.pk], **told, by=BY) for _turn in range(2)] == [1, 0]
    letter.refresh_from_db()
    assert (letter.handed_on, letter.handed_by) == (today(), "Vishal Sagar, Collector")
    with refused("letters.handed_already"):
        actions.take_off(letter, by=BY)
    actions.take_back_handing(letter, by=BY)
    with refused("letters.not_handed"):
        actions.take_back_handing(letter, by=BY)
    assert actions.take_off(letter, by=BY).ceremony is None


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"handed_by": "  "}, "handed_by"),
        ({"handed_on": 1}, "handed_on"),
        ({"handed_on": -1}, "handed_on"),
    ],
)
def test_bad_handing_is_refused_at_its_field(told, field):
    letter = make_letter()
    told = {"handed_by": "Anjali", **told, "handed_on": today() + timedelta(days=told.get("handed_on", 0))}
    with refused("letters.bad_handing", field=field):
        actions.hand_over([letter.pk], **told, by=BY)


def test_who_signs_holds_from_its_day_and_is_told():
    make_signing()
    later = today() + timedelta(days=9)
    people = [{"names": {"en": "A. Toppo"}, "offices": {"en": "Collector"}}, {"names": {}, "offices": {}}]
    for _turn in range(2):
        actions.set_signing(make_mart(), people=people, from_on=later, by=BY)
    assert signing_on(make_mart(), today()).people == SIGNS
    assert signing_on(make_mart(), later).people == people[:1]
    assert Event.objects.filter(kind="letters.signing_set").count() == 2


@pytest.mark.parametrize(
    ("people", "code", "field"),
    [
        ([], "letters.no_signer", "name_1"),
        ([{"names": {"en": "A"}, "offices": {}}], "letters.no_signer", "office_1"),
        ([{"names": {}, "offices": {"en": "Collector"}}], "letters.no_signer", "name_1"),
        ([*SIGNS, {"names": {"en": "B"}, "offices": {"en": " "}}], "letters.no_signer", "office_2"),
    ],
)
def test_name_without_office_is_refused(people, code, field):
    with refused(code, field=field):
        actions.set_signing(make_mart(), people=people, from_on=today(), by=BY)


def test_who_signed_yesterday_is_not_written_today():
    with refused("letters.bad_signing_day", field="from_on"):
        actions.set_signing(make_mart(), people=SIGNS, from_on=today() - timedelta(days=1), by=BY)


def test_ceremony_is_called_off_once_and_its_certificates_go_on_another_list():
    make_signing()
    begun = make_begun()
    off = held(begun)
    for _turn in range(2):
        assert actions.call_off_ceremony(off, by=BY).called_off_at is not None
    assert Event.objects.filter(kind="letters.ceremony_called_off").count() == 1
    desk = make_officer("desk")
    assert list(to_give(desk, make_mart())) == [begun]
    other = held(begun, key="b")
    assert (list(other.letters.values_list("maker", flat=True)), list(to_give(desk, make_mart()))) == (
        [begun.maker_id],
        [],
    )
    actions.hand_over([other.letters.get().pk], handed_on=today(), handed_by="Collector", by=BY)
    with refused("letters.ceremony_was_held"):
        actions.call_off_ceremony(other, by=BY)
