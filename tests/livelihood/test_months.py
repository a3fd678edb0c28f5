"""Hours of what stayed sold, by the sheet of that day; what is unknown is counted so; earned is what the books say."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from haat.core.dates import today
from haat.core.models import Event
from haat.ledger.models import Due
from haat.livelihood import actions
from haat.livelihood.models import DayRule, MonthWork
from haat.livelihood.queries import by_block, day_rule, road_of, shares_between, whole, with_households
from haat.livelihood.rules import days_of, half_year_of, halves_of, often, range_of
from haat.makers.actions.joining import take_in
from haat.makers.models import Maker
from haat.orders.models import Part
from haat.pricing.actions import set_cost
from haat.roster.models import Group, Person
from tests.ledger.books import delivered, payable, send_back, sent, work
from tests.make import BY, make_block, make_maker, make_mart, make_order, make_stocked, walk
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def this_half():
    return half_year_of(today())


def sold(maker: Maker | None = None, *, pieces: int = 1, minutes: int | None = 90, materials: int = 10_000) -> Part:
    """A delivered part whose size had a cost sheet when it was ordered, unless `minutes` is None."""
    variant = make_stocked(maker)
    if minutes is not None:
        set_cost(variant, materials=[{"slug": "lac", "paise": materials}], minutes=minutes, by=BY)
    part = walk(make_order({variant: pieces}).parts.get(), "delivered")
    work()
    return part


def kept() -> MonthWork:
    return MonthWork.objects.get()


def test_hours_and_earnings_of_a_delivered_part_stand_in_its_month():
    part = sold(pieces=3)
    due, month = Due.objects.get(), kept()
    assert month.month == today().replace(day=1)
    assert (month.orders, month.pieces, month.minutes, month.halves) == (1, 3, 270, 2)
    assert (month.earned_paise, month.materials_paise) == (due.amount_paise, 30_000)
    assert month.earned_paise == part.maker_paise
    assert (month.unknown_pieces, month.uncosted_pieces) == (0, 0)


def test_piece_without_a_sheet_is_counted_as_unknown_and_nothing_is_guessed():
    sold(pieces=2, minutes=None)
    month = kept()
    assert (month.pieces, month.minutes, month.materials_paise) == (2, 0, 0)
    assert (month.unknown_pieces, month.uncosted_pieces) == (2, 2)


def test_sheet_without_hours_knows_materials_only():
    sold(minutes=0)
    month = kept()
    assert (month.unknown_pieces, month.uncosted_pieces, month.materials_paise) == (1, 0, 10_000)


def test_sheet_written_after_the_order_changes_nothing_of_it():
    variant = make_stocked()
    set_cost(variant, materials=[], minutes=60, by=BY)
    part = make_order({variant: 1}).parts.get()
    set_cost(variant, materials=[], minutes=600, by=BY)
    Event.objects.filter(kind="pricing.cost_set").order_by("-pk")[:1]
    last = Event.objects.filter(kind="pricing.cost_set").latest("pk")
    Event.objects.filter(pk=last.pk).update(at=timezone.now() + timedelta(minutes=1))
    walk(part, "delivered")
    work()
    assert kept().minutes == 60


def test_what_came_back_is_neither_work_nor_earned():
    send_back(sold())
    work()
    assert not MonthWork.objects.exists()


def test_told_twice_is_the_same_and_rebuilt_is_the_same():
    sold(pieces=2)
    before = MonthWork.objects.values().get()
    actions.refresh([(before["maker_id"], before["month"])] * 2)
    again = MonthWork.objects.values().get()
    actions.rebuild()
    rebuilt = MonthWork.objects.values().get()
    for row in (before, again, rebuilt):
        row.pop("id")
    assert before == again == rebuilt


def test_road_of_a_maker_adds_up_to_its_months():
    maker = make_maker()
    sold(maker, pieces=2)
    sold(maker, minutes=None)
    road = road_of(maker, this_half())
    month = kept()
    assert (road.row.sums.minutes, road.row.sums.earned_paise) == (month.minutes, month.earned_paise)
    assert sum(each.minutes for each in road.goods) == month.minutes
    assert sum(each.pieces for each in road.goods) == month.pieces
    assert road.paid.paid_paise + road.paid.owed_paise == month.earned_paise
    assert road.row.sums.net_paise == month.earned_paise - month.materials_paise


def test_share_of_a_member_is_what_the_books_have_and_not_more():
    maker = make_maker()
    assert shares_between([maker], this_half()) == []
    (payout,) = sent(maker)
    from haat.ledger.actions import payout_paid, shares_given

    payout_paid(payout, utr="SBIN2026112299", by=BY)
    (one,) = shares_between([maker], this_half())
    assert (one.given_paise, one.open_paise) == (0, payout.amount_paise)
    shares_given(payout, by=BY)
    (one,) = shares_between([maker], this_half())
    assert (one.given_paise, one.open_paise) == (payout.amount_paise, 0)


def test_households_are_told_or_called_an_estimate():
    told, guessed = make_maker("Gulab group", member_count=12), make_maker("Chandni group", member_count=10)
    alone = make_maker("Ram Kishor", kind=Maker.Kind.ARTISAN)
    for maker in (told, guessed, alone):
        sold(maker)
    group = Group.objects.create(
        mart=told.mart, names=told.names, sort="g", block=told.block, place=told.block, maker=told,
        state=Group.State.ENROLLED, household_count=9,
    )  # fmt: skip
    Person.objects.create(group=group, key="1", name="Sita", guardian="Ram")
    each = {row.pk: (row.households, row.estimated) for row in with_households(Maker.objects.all())}
    assert each == {told.pk: (9, 0), guessed.pk: (10, 10), alone.pk: (1, 0)}
    reached = whole(by_block(Maker.objects.all(), this_half()).values()).reached
    assert (reached.makers, reached.households, reached.estimated) == (3, 20, 10)


@pytest.mark.parametrize(("minutes", "halves"), [(0, 0), (59, 0), (60, 1), (239, 1), (240, 2), (299, 2), (300, 3)])
def test_sample_survey_counts_half_and_whole_days(minutes, halves):
    assert halves_of(minutes) == halves


@pytest.mark.parametrize(("rule", "days"), [("four", 2.5), ("eight", 1.2), ("nss", 2.5)])
def test_the_same_hours_are_days_by_the_rule_of_the_mart(rule, days):
    assert days_of(rule, minutes=600, halves=5) == days


@pytest.mark.parametrize(
    ("day", "first", "end"),
    [
        (date(2026, 3, 31), date(2025, 10, 1), date(2026, 4, 1)),
        (date(2026, 4, 1), date(2026, 4, 1), date(2026, 10, 1)),
        (date(2026, 9, 30), date(2026, 4, 1), date(2026, 10, 1)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2027, 4, 1)),
    ],
)
def test_half_years_are_those_of_the_register(day, first, end):
    half = half_year_of(day)
    assert (half.first, half.end, len(half.months), half.before.end) == (first, end, 6, first)


def test_rule_is_set_once_and_told():
    mart = make_mart()
    assert day_rule(mart).rule == "eight"
    for _turn in range(2):
        actions.set_day_rule(mart, rule="nss", by=BY)
    assert (day_rule(mart).rule, DayRule.objects.count()) == ("nss", 1)
    assert Event.objects.get(kind="livelihood.day_rule_set").data == {
        "before": {"day_rule": "eight"},
        "after": {"day_rule": "nss"},
    }
    with refused("livelihood.unknown_rule", field="rule"):
        actions.set_day_rule(mart, rule="six", by=BY)


@pytest.mark.parametrize(
    ("paise", "name"), [(-1, "none"), (0, "none"), (1, "to_1000"), (1_000_00, "to_1000"), (10_000_01, "over_10000")]
)
def test_ranges_meet_at_their_limits(paise, name):
    assert range_of(paise) == name


@pytest.mark.parametrize(("months", "word"), [(0, "never"), (2, "now_and_then"), (3, "mostly"), (6, "always")])
def test_how_often_is_a_word(months, word):
    assert often(months) == word


def test_other_makers_and_other_half_years_are_not_in_it():
    delivered(make_maker())
    payable()
    assert whole(by_block(Maker.objects.all(), this_half().before).values()).sums.orders == 0
    assert by_block(Maker.objects.none(), this_half()) == {}


def test_two_makers_found_to_be_one_are_one_and_live_in_its_households():
    kept, gone = make_maker("Kept"), make_maker("Gone")
    sold(kept)
    sold(gone)
    take_in(kept, gone, by=BY)
    reached = whole(by_block(Maker.objects.filter(mart=make_mart()), this_half()).values()).reached
    kept.refresh_from_db()
    assert (reached.makers, reached.households) == (1, kept.member_count)


def test_who_was_found_to_be_one_out_of_sight_is_counted_where_she_earned():
    kept, gone = make_maker("Kept", block=make_block("Far block")), make_maker("Gone")
    sold(gone)
    take_in(kept, gone, by=BY)
    here = Maker.objects.filter(block=gone.block)
    assert whole(by_block(here, this_half()).values()).reached.makers == 1
    both = by_block(Maker.objects.all(), this_half())
    assert {block: row.reached.makers for block, row in both.items()} == {gone.block_id: 0, kept.block_id: 1}
