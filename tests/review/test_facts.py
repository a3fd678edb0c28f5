"""Facts follow what happens; telling again and making them anew give the same."""

from datetime import timedelta

import pytest
from django.db.models import F

from haat.core.actor import MACHINE
from haat.core.dates import day_of, start_of, today
from haat.core.events import record
from haat.core.models import Event, Job
from haat.ledger import actions as ledger
from haat.ledger.models import Payout
from haat.makers.models import Maker
from haat.orders import actions as orders
from haat.orders.models import OrderLine, Part
from haat.review import facts, handlers
from haat.review.models import DailyFact
from tests.ledger.books import ACCOUNTANT, broken, delivered, pay, send_back, sent, work
from tests.make import make_craft, make_maker, make_mart, make_order, make_part, make_stocked

pytestmark = pytest.mark.django_db
MEASURES = (
    "orders",
    "pieces",
    "sales_paise",
    "maker_paise",
    "delivered",
    "late",
    "returned",
    "cancelled",
    "paid_paise",
)


def rows(**where):
    found = DailyFact.objects.filter(**where).order_by("maker_id", "day", "craft_id", "channel")
    return list(found.values_list("maker_id", "day", "craft_id", "channel", *MEASURES))


def figures(**where):
    """The measures that are not zero, of the only row."""
    row = DailyFact.objects.get(**where)
    return {name: value for name in MEASURES if (value := getattr(row, name))}


def test_order_counts_on_its_day():
    part = make_part({make_stocked(): 2})
    work()
    assert figures(day=day_of(part.placed_at)) == {
        "orders": 1,
        "pieces": 2,
        "sales_paise": 104_000,
        "maker_paise": part.maker_paise,
    }
    row = DailyFact.objects.get()
    assert (row.block_id, row.channel, str(row)) == (
        part.maker.block_id,
        "mart",
        f"{row.day} {part.maker_id}",
    )


def test_order_of_two_crafts_counts_once_with_pieces_by_craft():
    maker = make_maker()
    wanted = {make_stocked(maker): 1, make_stocked(maker, good={"craft": make_craft("lac")}): 3}
    part = make_order(wanted).parts.get()
    work()
    assert sum(row.orders for row in DailyFact.objects.all()) == 1
    assert sorted(DailyFact.objects.values_list("pieces", "sales_paise")) == [(1, 52_000), (3, 156_000)]
    assert broken() == {}
    assert part.goods_paise == 208_000


def test_upi_order_counts_once_it_is_paid():
    part = make_order(method="upi").parts.get()
    work()
    assert figures() == {}
    pay(part.order)
    work()
    assert figures()["sales_paise"] == 52_000
    assert broken() == {}


def test_cancelled_order_counts_as_cancelled_only():
    part = make_part()
    orders.cancel(part, reason="no", by=MACHINE)
    work()
    assert figures() == {"cancelled": 1}
    assert broken() == {}


def test_delivery_counts_on_the_day_it_was_and_late_after_the_promise():
    part = delivered()
    Part.objects.update(promised_by=today() - timedelta(days=1), placed_at=F("placed_at") - timedelta(days=9))
    work()
    part.refresh_from_db()
    assert figures(day=today()) == {"delivered": 1, "late": 1}
    assert figures(day=today() - timedelta(days=9))["orders"] == 1
    facts.rebuild()
    assert figures(day=today()) == {"delivered": 1, "late": 1}


def test_delivery_on_the_promised_day_is_in_time():
    delivered()
    Part.objects.update(promised_by=today())
    work()
    assert "late" not in figures()


def test_return_counts_on_the_day_of_delivery():
    part = delivered(method="upi")
    work()
    send_back(part)
    work()
    assert (figures()["delivered"], figures()["returned"]) == (1, 1)
    assert broken() == {}


def test_payout_counts_on_the_day_it_was_paid():
    (payout,) = sent()
    ledger.payout_paid(payout, utr="SBIN1234567", by=ACCOUNTANT)
    work()
    assert figures(craft_id=0) == {"paid_paise": payout.amount_paise}
    assert broken() == {}


def test_payout_told_before_its_day_is_known_counts_nothing():
    (payout,) = sent()
    DailyFact.objects.all().delete()
    told = record(
        "ledger.payout_paid",
        payout,
        by=MACHINE,
        maker_id=payout.maker_id,
        amount_paise=payout.amount_paise,
        utr="SBIN1234567",
    )
    handlers.count_payout([told])
    assert rows() == []


def test_days_are_those_of_india():
    part = make_part()
    for moment, day in ((start_of(today()), today()), (start_of(today()) - timedelta(seconds=1), None)):
        Part.objects.update(placed_at=moment)
        assert facts.refresh(part.maker, today()) == (1 if day else 0)
    assert facts.rebuild() == 1
    assert DailyFact.objects.get().day == today() - timedelta(days=1)


@pytest.mark.parametrize("orders_told", [1, 5])
def test_facts_of_a_day_cost_the_same_however_many_orders_tell_of_it(django_assert_num_queries, orders_told):
    one, two = make_maker("One"), make_maker("Two")
    for _turn in range(orders_told):
        make_order({make_stocked(one): 1, make_stocked(two): 2})
    work()
    right = rows()
    events = list(Event.objects.filter(kind="orders.placed"))
    with django_assert_num_queries(9):
        handlers.count_order(events)
    assert rows() == right
    assert list(DailyFact.objects.values_list("orders", flat=True)) == [orders_told] * 2


def a_little_of_everything():
    one, two = make_maker("One"), make_maker("Two")
    make_part({make_stocked(one): 1})
    orders.cancel(make_part({make_stocked(two): 1}), reason="no", by=MACHINE)
    (payout,) = sent(one)
    ledger.payout_paid(payout, utr="SBIN1234567", by=ACCOUNTANT)
    work()
    Part.objects.filter(maker=one).update(placed_at=F("placed_at") - timedelta(days=3))
    facts.rebuild()


def test_rebuild_makes_what_the_handlers_made():
    a_little_of_everything()
    right = rows()
    assert len(right) >= 4
    assert facts.rebuild() == len(right)
    assert rows() == right
    for event in Event.objects.filter(kind__in=("orders.placed", "orders.delivered", "orders.cancelled")):
        (handlers.count_order if event.kind == "orders.placed" else handlers.count_part)([event])
    for payout in Payout.objects.all():
        handlers.count_payout([Event.objects.get(kind="ledger.payout_paid", subject_id=payout.pk)])
    assert rows() == right


def test_rebuild_costs_the_same_however_many_makers_and_says_how_far_it_is(django_assert_num_queries, monkeypatch):
    told = []
    for name in ("One", "Two", "Three"):
        make_part({make_stocked(make_maker(name)): 1})
        with django_assert_num_queries(9):
            facts.rebuild([make_mart()], progress=lambda *far: told.append(far))
    right, makers = rows(), Maker.objects.count()
    monkeypatch.setattr(facts, "AT_ONCE", 1)
    told.clear()
    assert facts.rebuild([make_mart()], progress=lambda *far: told.append(far)) == len(right)
    assert (rows(), told[-1], len(told)) == (right, (makers, makers), makers)


def test_rebuild_of_one_mart_leaves_the_others():
    a_little_of_everything()
    right = rows()
    DailyFact.objects.update(orders=77)
    assert facts.rebuild([make_mart("chandrapur")]) == 0
    assert {row.orders for row in DailyFact.objects.all()} == {77}
    facts.rebuild([make_mart()])
    assert rows() == right


def test_doctor_finds_a_tampered_fact():
    part = make_part()
    work()
    DailyFact.objects.update(sales_paise=1)
    name = "review: facts = orders and payouts"
    day = day_of(part.placed_at)
    assert broken() == {name: [f"maker {part.maker_id}: facts of {day} say 1 sales_paise, not {part.goods_paise}"]}
    DailyFact.objects.all().delete()
    assert broken() == {name: [f"maker {part.maker_id} has orders or payouts of {day} and no facts"]}


def test_doctor_waits_for_the_worker():
    make_part()
    assert broken() == {}
    Job.objects.update(state=Job.State.FAILED)
    assert "review: facts = orders and payouts" in broken()


def test_a_part_without_lines_has_no_craft():
    part = make_part()
    OrderLine.objects.all().delete()
    facts.refresh(part.maker, today())
    assert DailyFact.objects.get().craft_id == 0
