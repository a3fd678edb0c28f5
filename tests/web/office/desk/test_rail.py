"""What waits, as the rail counts it: written once, and yet of this day."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from haat.core import kept
from haat.core.dates import start_of, today
from haat.core.events import record
from haat.makers.models import Maker
from haat.places.queries import MOST_COUNTED
from haat.web.office.desk import rail
from tests.make import BY, make_district, make_maker, make_mart
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db


def test_what_waits_by_the_day_is_counted_by_this_day(time_machine):
    make_maker()
    room = SimpleNamespace(
        waits=lambda mart, _place: [Maker.objects.filter(mart=mart, enrolled_at__lt=start_of(today()))]
    )
    mart, place = make_mart(), make_district()
    assert rail.counts(mart, place, [("visits", room)]) == {"visits": 0}
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert rail.counts(mart, place, [("visits", room)]) == {"visits": 1}


def test_counts_are_kept_until_something_happens_or_a_quarter_of_a_minute(monkeypatch, django_assert_num_queries):
    now = [100.0]
    monkeypatch.setattr(kept.time, "monotonic", lambda: now[0])
    for name in ("One group", "Two group", "Three group"):
        make_maker(name)
    makers = Maker.objects.order_by("pk")
    room = SimpleNamespace(waits=lambda mart, _place: [Maker.objects.filter(mart=mart, state="paused")])
    mart, place = make_mart(), make_district()

    def counted():
        return rail.counts(mart, place, [("others", room)])["others"]

    assert counted() == 0
    makers.filter(pk=makers[0].pk).update(state="paused")  # told by no event
    with django_assert_num_queries(1):
        assert counted() == 0
    record("places.doors_opened", mart, by=BY, mart_id=mart.pk, lacking=[])
    assert counted() == 1
    makers.filter(pk=makers[1].pk).update(state="paused")
    now[0] += rail.SECONDS
    assert counted() == 2


def test_very_many_are_only_said_to_be_more():
    assert [rail._shown(count) for count in (0, 7, MOST_COUNTED, MOST_COUNTED + 1)] == ["", 7, 999, "999+"]


def test_one_line_stands_above_the_first_room_that_is_kept():
    desk = officer("desk")
    page = desk.get("/office/", follow=True).content.decode()
    assert page.count("below-line") == 1
    line = page.index("below-line")
    assert page.index('href="/office/money/"') < line < page.index('href="/office/settings/"')
