"""An order its maker has not seen is told again, then to her coordinator, then stands on Today; by day, each once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from haat.core.worker import run_due
from haat.messages.actions import mark_read, mark_seen
from haat.messages.models import Message
from haat.orders import actions
from haat.orders.jobs import remind_unseen
from haat.orders.models import Part
from haat.orders.unseen import causes_of
from haat.review.stuck import not_accepted
from tests.make import BY, make_maker, make_officer, make_part, make_stocked

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 27, 6, 30, tzinfo=UTC)  # noon in India


def told():
    kinds = ("order_new", "order_waits", "order_unseen")
    rows = Message.objects.filter(template__in=kinds).order_by("pk").values_list("template", "phone")
    return list(rows)


@pytest.fixture
def part():
    """An order placed at noon, its maker told, with a coordinator of her block."""
    with time_machine.travel(NOON, tick=False):
        part = make_part()
        Part.objects.filter(pk=part.pk).update(placed_at=NOON)
        run_due()
        Message.objects.update(made_at=NOON)
    return part


def at(**later):
    return time_machine.travel(NOON + timedelta(**later), tick=False)


def remind(**later):
    with at(**later):
        remind_unseen()


def stuck(part, **later):
    with at(**later):
        return [row.what for row in not_accepted(part.mart, part.mart.place)]


def test_order_nobody_saw_is_told_again_then_to_the_coordinator_then_on_today(part):
    coordinator = make_officer("coordinator", place=part.maker.block)
    hers, new = part.maker.phone, ("order_new", part.maker.phone)
    remind(hours=1, minutes=59)
    assert told() == [new]
    for _turn in range(2):
        remind(hours=2, minutes=1)
    assert told() == [new, ("order_waits", hers)]
    remind(hours=4)
    assert len(told()) == 2
    remind(hours=4, minutes=2)
    assert told() == [new, ("order_waits", hers), ("order_unseen", coordinator.phone)]
    assert stuck(part, hours=5) == []
    assert stuck(part, hours=6, minutes=3) == [part.number]


def test_however_many_wait_the_clock_asks_as_much(part, django_assert_max_num_queries, django_assert_num_queries):
    coordinator = make_officer("coordinator", place=part.maker.block)
    with time_machine.travel(NOON, tick=False):
        for _part in range(4):
            make_part({make_stocked(make_maker(block=part.maker.block)): 1})
        Part.objects.update(placed_at=NOON)
        run_due()
        Message.objects.update(made_at=NOON)
    remind(hours=2, minutes=1)
    with at(hours=4, minutes=2), django_assert_max_num_queries(12):
        remind_unseen()
    assert Message.objects.filter(template="order_unseen", phone=coordinator.phone).count() == 5
    with at(hours=4, minutes=17), django_assert_num_queries(4):  # a savepoint around two
        remind_unseen()


def test_order_she_accepted_or_read_of_is_not_told_again(part):
    actions.accept(part, by=BY)
    remind(hours=3)
    assert len(told()) == 1


def test_order_she_read_of_is_not_told_again(part):
    user = part.maker.members.get().user
    Message.objects.filter(template="order_new").update(user=user)
    mark_read(user, shown=Message.objects.all())
    remind(hours=3)
    assert len(told()) == 1


def test_nobody_is_woken(part):
    for hours in (8, 12, 19):  # eight in the evening, midnight, seven in the morning
        remind(hours=hours)
    assert len(told()) == 1
    remind(hours=20)
    assert len(told()) == 2


def test_order_of_many_days_ago_is_left_to_today(part):
    remind(days=4)
    assert len(told()) == 1
    assert stuck(part, days=4) == [part.number]


def test_without_a_coordinator_nobody_else_is_told(part):
    remind(hours=3)
    remind(hours=6)
    assert [kind for kind, _phone in told()] == ["order_new", "order_waits"]


def test_without_a_coordinator_it_stands_on_today_instead(part):
    remind(hours=2, minutes=1)
    remind(hours=4, minutes=2)
    assert stuck(part, hours=4) == []
    assert stuck(part, hours=4, minutes=32) == [part.number]


def test_what_she_looked_at_in_time_does_not(part):
    remind(hours=2, minutes=1)
    with at(hours=3):
        mark_seen(causes_of(part))
    assert stuck(part, hours=6) == []


def test_order_paid_days_later_is_told_again_all_the_same(part):
    Part.objects.filter(pk=part.pk).update(placed_at=NOON - timedelta(days=3))
    remind(hours=3)
    assert [kind for kind, _phone in told()] == ["order_new", "order_waits"]


def test_members_who_opened_the_order_need_not_be_who_was_told(part):
    mark_seen(causes_of(part))
    assert Message.objects.get(cause=f"order_new:{part.pk}").read_at
    remind(hours=3)
    assert len(told()) == 1
