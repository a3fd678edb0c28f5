"""Held for a later day, all or some of it: within which days, what is told, and who carries the delivery's charge."""

from datetime import timedelta

import pytest

from haat.core.dates import today
from haat.core.models import Event
from haat.core.worker import run_due
from haat.messages.models import Message
from haat.orders import actions
from haat.orders.models import Part
from tests.make import BY, make_part, make_stocked
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def in_days(days):
    return today() + timedelta(days=days)


def pieces_of(part):
    return list(part.lines.order_by("pk").values_list("quantity", flat=True))


def hold(part, *, days=5, reason="wet clay.", **some):
    return actions.hold_until(part, day=in_days(days), reason=reason, by=BY, **some)


@pytest.mark.parametrize("days", [-1, 0, 61])
def test_hold_until_today_or_for_longer_than_sixty_days_is_refused(days):
    with refused("orders.bad_hold_day", field="day"):
        hold(make_part(), days=days)


@pytest.mark.parametrize("days", [1, 60])
def test_hold_until_tomorrow_or_the_sixtieth_day_holds(days):
    part = make_part()
    promised = part.promised_by
    held = hold(part, days=days)
    assert (held.held_until, held.hold_reason, held.is_held) == (in_days(days), "wet clay.", True)
    assert held.promised_by >= max(promised, held.held_until)


def test_hold_is_told_with_what_stood_before_and_its_end_too():
    part = make_part()
    promised = part.promised_by.isoformat()
    held = hold(part)
    later = held.promised_by.isoformat()
    actions.end_hold(held, by=BY)
    facts = [
        {name: event.data[name] for name in ("held_until", "reason", "promised_by", "before")}
        for event in Event.objects.filter(kind__in=("orders.held", "orders.hold_ended")).order_by("pk")
    ]
    free = {"held_until": None, "reason": ""}
    waits = {"held_until": in_days(5).isoformat(), "reason": "wet clay.", "promised_by": later}
    assert facts == [
        {**waits, "before": {**free, "promised_by": promised}},
        {**free, "promised_by": later, "before": waits},
    ]


def test_hold_tells_the_buyer_once_and_ends_the_sentence_once():
    part = make_part(language="en")
    for _turn in range(2):
        held = hold(part)
    run_due()
    assert [message.body for message in Message.objects.filter(template="order_held")] == [
        f"Order {part.number} comes later: by {held.promised_by:%d/%m}. wet clay. "
        "You may cancel it on the order's page."
    ]


def test_hold_of_some_pieces_lets_the_others_go_on():
    part = make_part({make_stocked(): 6})
    held = hold(part, pieces={part.lines.get().pk: 4})
    part.refresh_from_db()
    assert (part.held_until, pieces_of(part), held.is_held, pieces_of(held)) == (None, [2], True, [4])
    assert held.divided_from == part


def test_accept_some_holds_the_rest():
    part = make_part({make_stocked(): 6})
    line = part.lines.get().pk
    now, later = actions.accept_some(part, pieces={line: 2}, rest_on=in_days(5), reason="wet clay", by=BY)
    assert (now.pk, pieces_of(now), pieces_of(later)) == (part.pk, [2], [4])
    for one in (now, later):
        one.refresh_from_db()
    assert [(one.state, one.held_until) for one in (now, later)] == [("accepted", None), ("accepted", in_days(5))]


def test_what_two_say_of_the_same_order_is_not_taken_of_what_the_first_has_left():
    """Six now of ten, told twice: the second found four and would have left two."""
    part = make_part({make_stocked(price_paise=20_000): 10})
    line = part.lines.get().pk
    said = {"pieces": {line: 6}, "seen": {line: 10}, "rest_on": in_days(5), "reason": "wet clay", "by": BY}
    actions.accept_some(part, **said)
    with refused("core.changed"):
        actions.accept_some(part, **said)
    with refused("core.changed"):
        actions.cancel_pieces(part, pieces={line: 3}, seen={line: 10}, reason="late", by=BY)
    with refused("core.changed"):
        hold(part, pieces={line: 3}, seen={line: 10})
    with refused("core.changed"):
        actions.divide(part, pieces={line: 3}, seen={line: 10}, by=BY)
    assert sorted(part.order.parts.values_list("lines__quantity", flat=True)) == [4, 6]


def test_a_day_that_another_has_chosen_meanwhile_stands():
    part = make_part({make_stocked(): 6})
    said = {"pieces": {}, "seen": {part.lines.get().pk: 6}, "reason": "wet clay", "by": BY}
    actions.accept_some(part, **said, rest_on=in_days(5))
    with refused("core.changed"):
        actions.accept_some(part, **said, rest_on=in_days(9))
    _now, later = actions.accept_some(part, **said, rest_on=in_days(9), seen_until=in_days(5))
    assert later.held_until == in_days(9)


def test_accept_some_of_an_order_that_was_cancelled_is_refused():
    part = make_part({make_stocked(): 6})
    line = part.lines.get().pk
    actions.cancel(part, reason="Too late", by=BY)
    with refused("orders.wrong_state"):
        actions.accept_some(part, pieces={line: 6}, rest_on=in_days(5), reason="wet clay", by=BY)


def test_accept_some_of_no_pieces_holds_the_whole_part():
    part = make_part({make_stocked(): 6})
    now, later = actions.accept_some(part, pieces={}, rest_on=in_days(5), reason="wet clay", by=BY)
    assert (now, later, Part.objects.count()) == (part, part, 1)
    assert (later.state, later.held_until, pieces_of(later)) == ("accepted", in_days(5), [6])


def test_the_delivery_charge_of_a_cancelled_part_goes_to_what_was_divided_from_it_and_to_no_other_order():
    variant = make_stocked(price_paise=20_000)
    other = make_part({variant: 1})
    part = make_part({variant: 1, make_stocked(variant.good.maker, price_paise=20_000): 1})
    off = actions.divide(part, pieces={part.lines.order_by("pk").last().pk: 1}, by=BY)
    charge, stays = part.delivery_paise, other.delivery_paise
    assert charge > 0
    actions.cancel(part, reason="twice", by=BY)
    for one in (other, part, off):
        one.refresh_from_db()
    assert (other.delivery_paise, part.delivery_paise, off.delivery_paise) == (stays, 0, charge)
    actions.cancel(off, reason="twice", by=BY)
    for one in (other, off):
        one.refresh_from_db()
    assert (other.delivery_paise, off.delivery_paise) == (stays, charge)
