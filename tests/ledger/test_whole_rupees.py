"""A parcel paid in cash costs whole rupees: to the paisa, from the order to the books, and back by the piece."""

import pytest

from haat.core.actor import MACHINE
from haat.core.models import Event
from haat.delivery.models import Parcel
from haat.ledger import actions as ledger
from haat.ledger.models import Due, Invoice, Payout, Transfer
from haat.orders import actions
from haat.orders.models import Order, Part
from haat.orders.shares import returned_paise
from haat.payments.models import Payment, Refund
from tests.ledger.books import ACCOUNTANT, COLLECTOR, books, bring_cash, broken, pay, refund, ripen, work
from tests.make import BY, make_order, make_part, make_registered_maker, make_stocked, walk

pytestmark = pytest.mark.django_db


def sold(pieces=3, *, price_paise=38_020, method="cod", state="placed"):
    """Pieces at ₹380.20 of a registered maker; three of them travel free from ₹1,000 on: ₹1,140.60."""
    variant = make_stocked(make_registered_maker(), pieces=20, price_paise=price_paise)
    return make_part({variant: pieces}, method=method, state=state)


def of(part, pieces):
    return {part.lines.get().pk: pieces}


def test_parcel_in_cash_leaves_the_paise_off_and_order_and_payment_with_it():
    part = sold()
    order = part.order
    assert (part.goods_paise, part.delivery_paise, part.rounding_paise, part.total_paise) == (114_060, 0, 60, 114_000)
    assert (order.rounding_paise, order.total_paise) == (60, 114_000)
    work()
    assert Payment.objects.get().amount_paise == 114_000
    told = Event.objects.get(kind="orders.placed").data
    assert (told["rounding_paise"], told["parts"][0]["rounding_paise"]) == (60, 60)
    assert broken() == {}


def test_delivery_charge_counts_too():
    part = sold(1)
    assert (part.goods_paise + part.delivery_paise, part.rounding_paise, part.total_paise) == (42_020, 20, 42_000)


def test_whole_rupees_leave_nothing_off():
    part = sold(price_paise=38_000)
    assert (part.rounding_paise, part.total_paise) == (0, 114_000)


def test_paid_before_keeps_its_paise():
    part = sold(method="upi")
    assert (part.rounding_paise, part.total_paise, part.order.total_paise) == (0, 114_060, 114_060)


def test_each_parcel_of_an_order_leaves_off_its_own():
    one, two = (make_stocked(make_registered_maker(), price_paise=60_070) for _maker in range(2))
    order = make_order({one: 1, two: 1})
    assert list(order.parts.values_list("rounding_paise", flat=True)) == [70, 70]
    assert (order.rounding_paise, order.total_paise) == (140, 120_000)


def test_rider_collects_whole_rupees_and_the_mart_bears_what_was_left_off():
    part = sold(state="delivered")
    assert Parcel.objects.get().collected_paise == 114_000
    work()
    heads = ("maker_due", "tax_due", "fee", "packing")
    stands = books()
    assert (stands["rider_cash"], stands["rounding_loss"]) == (114_000, 60)
    assert sum(stands[head] for head in heads) == part.goods_paise == 114_060
    assert stands["maker_due"] == part.maker_paise
    assert Transfer.objects.get(cause=f"rounded:{part.pk}").amount_paise == 60
    bring_cash(part)
    assert books()["bank"] == 114_000
    assert Order.objects.get().paid_at is not None
    assert broken() == {}


def test_maker_is_paid_as_for_an_order_paid_before():
    cash, before = sold(state="delivered"), sold(method="upi")
    pay(before.order)
    walk(before, "delivered")
    work()
    bring_cash(cash)
    ripen()
    run = ledger.release_payouts(ledger.propose_payouts(cash.mart, by=ACCOUNTANT), by=COLLECTOR)
    assert len({payout.amount_paise for payout in Payout.objects.filter(run=run)}) == 1
    assert Payout.objects.count() == 2
    assert broken() == {}


def test_invoice_says_what_is_left_off_and_taxes_all_of_it():
    sold(state="packed")
    work()
    facts = Invoice.objects.get().facts
    assert (facts["goods_paise"], facts["rounding_paise"], facts["total_paise"]) == (114_060, 60, 114_000)
    line = facts["lines"][0]
    assert line["taxable_paise"] + line["tax_paise"] == line["goods_paise"] == 114_060
    assert broken() == {}


def test_divided_parcels_are_whole_each_and_never_dearer():
    part = sold()
    work()
    off = actions.divide(part, pieces=of(part, 2), by=BY)
    order, part = Order.objects.get(), Part.objects.get(pk=part.pk)
    assert (part.total_paise, part.rounding_paise) == (38_000, 20)
    assert (off.total_paise, off.rounding_paise) == (76_000, 40)
    assert (order.total_paise, order.rounding_paise) == (114_000, 60)
    again = actions.divide(off, pieces={off.lines.get().pk: 1}, by=BY)
    assert again.rounding_paise == 20
    assert broken() == {}
    for one in Part.objects.all():
        walk(one, "delivered")
    work()
    assert Payment.objects.get().amount_paise == books()["rider_cash"] == 114_000
    assert books()["rounding_loss"] == 60
    assert broken() == {}


def test_division_can_make_an_order_cheaper_by_paise():
    part = sold(2, price_paise=60_050)
    assert part.order.total_paise == 120_100
    actions.divide(part, pieces=of(part, 1), by=BY)
    work()
    order = Order.objects.get()
    assert (order.total_paise, order.rounding_paise) == (120_000, 100)
    assert broken() == {}
    for one in order.parts.all():
        walk(one, "delivered")
    work()
    assert (Payment.objects.get().amount_paise, books()["rounding_loss"]) == (120_000, 100)
    assert broken() == {}


def test_charge_that_passes_on_makes_its_heir_whole():
    part = sold(2, price_paise=38_035)
    actions.divide(part, pieces=of(part, 1), by=BY)
    actions.cancel(part, reason="late", by=BY)
    heir = Part.objects.get(divided_from=part)
    assert (heir.delivery_paise, heir.rounding_paise, heir.total_paise) == (4_000, 35, 42_000)
    work()
    walk(heir, "delivered")
    work()
    assert Payment.objects.get().amount_paise == 42_000
    assert broken() == {}


@pytest.mark.parametrize("times", [(3,), (1, 2), (1, 1, 1)])
def test_all_pieces_back_give_back_what_was_paid_and_no_more(times):
    part = sold(state="delivered")
    work()
    for pieces in times:
        actions.receive_return(actions.ask_return(part, pieces=of(part, pieces), reason="small", by=MACHINE), by=BY)
        work()
        assert broken() == {}
    back = list(Refund.objects.order_by("pk").values_list("amount_paise", flat=True))
    assert back == [38_020 * pieces for pieces in times[:-1]] + [38_020 * times[-1] - 60]
    assert sum(back) == Payment.objects.get().amount_paise == 114_000
    stands = books()
    assert ("rounding_loss" in stands, stands["refund_due"]) == (False, 114_000)
    assert Due.objects.get().state == "taken_back"
    notes = [note.facts["total_paise"] for note in Invoice.objects.filter(kind="credit_note").order_by("pk")]
    assert notes == back


def test_pieces_that_stay_leave_the_paise_off():
    part = sold(state="delivered")
    work()
    actions.receive_return(actions.ask_return(part, pieces=of(part, 2), reason="small", by=MACHINE), by=BY)
    work()
    assert Refund.objects.get().amount_paise == 76_040
    assert books()["rounding_loss"] == 60
    bring_cash(part)
    refund(part)
    work()
    assert broken() == {}


def test_returns_settled_late_by_the_worker_come_to_the_same():
    part = sold(state="delivered")
    for pieces in (1, 2):
        actions.receive_return(actions.ask_return(part, pieces=of(part, pieces), reason="small", by=MACHINE), by=BY)
    work()
    assert list(Refund.objects.order_by("pk").values_list("amount_paise", flat=True)) == [38_020, 75_980]
    assert broken() == {}


def test_what_came_back_of_a_parcel_is_left_off_with_its_last_piece_alone():
    part = sold(state="delivered")
    told = []
    for pieces in (1, 2):
        actions.receive_return(actions.ask_return(part, pieces=of(part, pieces), reason="small", by=MACHINE), by=BY)
        now = Part.objects.prefetch_related("returns__lines__line").get(pk=part.pk)
        told.append(returned_paise(now))
    assert told == [38_020, 114_000]


def test_cancelled_parcel_in_cash_owes_nothing():
    part = sold(state="packed")
    work()
    actions.cancel(part, reason="late", by=BY)
    work()
    assert books() == {}
    assert {paper.facts["total_paise"] for paper in Invoice.objects.all()} == {114_000}
    assert broken() == {}
