"""What rooms declare: nothing twice, nothing that is not there."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import get_template
from django.urls import NoReverseMatch, get_resolver, resolve, reverse
from django.utils import timezone

from haat.catalogue.models import Good
from haat.core.kinds import KINDS
from haat.orders.models import Part
from haat.people.rules import DEEDS
from haat.web.office.desk.rooms import HERE, NAMES, Room, refuse_twice, rooms
from haat.web.office.desk.troubles import stuck, whole
from haat.web.office.desk.words import word, words_of
from tests.web.office.signed import district, part_of, waiting_good


def twice(names) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def test_every_room_is_an_app_and_every_app_a_room():
    found = {config.name.rpartition(".")[2] for config in apps.get_app_configs() if ".web.office." in config.name}
    assert found == NAMES | {"desk"}


def test_rooms_are_no_more_than_a_rail_bears():
    # What is worked through daily stays within a glance; what is kept in order stands below a line
    # (docs/decisions/rooms-of-the-web.md).
    kept = [name for name, room in rooms().items() if room.kept]
    assert len(NAMES) - len(kept) <= 12
    assert len(NAMES) <= 25


def test_rooms_stand_by_their_order_beginning_with_today():
    orders = [(room.kept, room.order) for room in rooms().values()]
    assert orders == sorted(orders)
    assert next(iter(rooms())) == "today"


def test_no_two_rooms_stand_at_one_place():
    assert twice(room.order for room in rooms().values()) == []


@pytest.mark.parametrize("said", ["events", "words", "sums", "fields", "reads"])
def test_no_two_rooms_declare_the_same(said):
    assert twice(name for room in rooms().values() for name in getattr(room, said)) == []


@pytest.mark.parametrize("said", ["events", "words", "sums", "fields", "reads"])
def test_two_rooms_that_declare_the_same_are_refused_at_the_start(said):
    one = Room(title="One", order=1, first="a", deed="see_office", **{said: {"letters": {}}})
    refuse_twice({"one": one, "two": Room(title="Two", order=2, first="b", deed="see_office")})
    with pytest.raises(ImproperlyConfigured, match=f"one and two both declare 'letters' in their `{said}`"):
        refuse_twice({"one": one, "two": one})


def test_no_two_troubles_have_one_kind():
    assert twice(trouble.kind for room in rooms().values() for trouble in room.troubles) == []


def _deed_of(page: str) -> str:
    """The deed that opens a page of the office."""
    for args in ((), (1,), ("a",)):
        with suppress(NoReverseMatch):
            return str(resolve(reverse(page, args=args)).func.deed)
    raise LookupError(page)


def test_key_of_a_trouble_leads_whoever_sees_it_to_a_page_she_may_open():
    shut = {
        trouble.kind
        for room in rooms().values()
        for trouble in room.troubles
        if DEEDS[trouble.deed or room.deed] - DEEDS[_deed_of(trouble.page)]
    }
    assert shut == set()


def test_sums_belong_to_events_of_the_room():
    assert [name for name, room in rooms().items() if set(room.sums) - set(room.events)] == []


def test_every_kind_of_event_has_words_or_says_why_not():
    told = {name for room in rooms().values() for name in room.events}
    assert sorted(told ^ {kind.name for kind in KINDS if not kind.silent}) == []


def test_fields_and_shapes_are_of_what_rooms_tell():
    told = {name for room in rooms().values() for name in room.events}
    assert [name for room in rooms().values() for name in room.reads if name not in told] == []
    domains = {name.partition(".")[0] for name in told}
    assert [name for room in rooms().values() for name in room.fields if name.partition(".")[0] not in domains] == []


def test_deeds_and_addresses_are_there():
    office = next(found for found in get_resolver().url_patterns if getattr(found, "namespace", "") == "office")
    pages = {
        f"office:{inner.namespace}:{page.name}" for inner in office.url_patterns[1:] for page in inner.url_patterns
    }
    assert {room.deed for room in rooms().values()} <= set(DEEDS)
    assert {room.first for room in rooms().values()} <= pages
    assert {trouble.page for room in rooms().values() for trouble in room.troubles} <= pages
    firsts = [reverse(room.first) for room in rooms().values()]
    assert firsts[:3] == [
        "/office/",
        "/office/federation/",
        "/office/makers/",
    ]  # an accountant of one begins there


def test_words_of_a_room_are_lent_to_all():
    assert (word("live", "maker"), word("back", "round"), word("orders.paid", "event")) == (
        "Selling",
        "Back, cash not counted",
        "Paid",
    )
    assert (word("desk", "role"), word("unheard", "maker")) == ("District desk", "unheard")
    with pytest.raises(KeyError):
        words_of("nothing")


@pytest.mark.parametrize("name", sorted(NAMES))
def test_templates_of_a_room_lie_in_its_folder(name):
    folder = f"/office/{name}/templates/office/{name}/"
    assert all(folder in str(get_template(f"office/{name}/{page}.html").origin) for page in pages_of(name))


def pages_of(name: str) -> list[str]:
    return [path.stem for path in (HERE / name / "templates" / "office" / name).glob("*.html")]


@pytest.mark.django_db
def test_stuck_gathers_every_room_the_oldest_first_and_a_block_its_own():
    here = district()
    old, new = part_of(here.maker), part_of(here.other)
    good = waiting_good(here.other)
    now = timezone.now()
    Part.objects.filter(pk=old.pk).update(placed_at=now - timedelta(days=5))
    Part.objects.filter(pk=new.pk).update(placed_at=now - timedelta(days=3))
    Good.objects.update(sent_at=now - timedelta(days=4))
    assert [(told.found.trouble.kind, told.row.args) for told in whole(stuck(here.mart, here.mart.place))] == [
        ("not_accepted", (old.number,)),
        ("unchecked_good", (good.pk,)),
        ("not_accepted", (new.number,)),
    ]
    (only,) = whole(stuck(here.mart, here.here))
    assert only.sentence == f"Order {old.number} not accepted"
