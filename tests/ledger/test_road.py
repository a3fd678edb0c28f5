"""The whole road of a rupee, for UPI and for cash, and back again when goods are cancelled or returned."""

import pytest

from haat.core.actor import MACHINE, Actor
from haat.delivery import actions as delivery
from haat.delivery.models import Parcel
from haat.ledger import actions, handlers
from haat.ledger.models import Due, Invoice, Share, Transfer
from haat.orders import actions as orders
from haat.orders.models import Order
from haat.payments import actions as payments
from haat.payments.models import Payment
from tests.ledger import books as road
from tests.ledger.books import ACCOUNTANT, COLLECTOR, books, broken, delivered, pay, refund, send_back, work
from tests.make import BY, make_maker, make_order, make_part, make_registered_maker, make_stocked, walk
from tests.refusals import refused

pytestmark = pytest.mark.django_db

# One piece of ₹520 and ₹40 to deliver it; fee 8% and packing ₹5 (unregistered: no tax).
GOODS, DELIVERY, FEE, PACKING, MAKER = 52_000, 4_000, 4_160, 500, 47_340
EARNED = {"maker_due": MAKER, "fee": FEE, "packing": PACKING, "carrier_due": DELIVERY}


def pay_out(utr="SBIN0000001"):
    """Everything that is owed is proposed, released, paid, and given to the members."""
    road.ripen()
    mart = Order.objects.first().mart
    run = actions.propose_payouts(mart, by=ACCOUNTANT)
    actions.release_payouts(run, by=COLLECTOR)
    for payout in run.payouts.all():
        actions.payout_paid(payout, utr=f"{utr}{payout.pk}", by=ACCOUNTANT)
    for share in Share.objects.all():
        actions.share_given(share, by=ACCOUNTANT)
    work()


def test_upi_road_from_the_buyers_bank_to_the_members_hand():
    part = make_order(method="upi").parts.get()
    work()
    assert books() == {}
    pay(part.order)
    work()
    assert books() == {"bank": GOODS + DELIVERY, "buyers": GOODS + DELIVERY}
    part.refresh_from_db()
    walk(part, "on_the_way")
    work()
    assert books() == {"bank": GOODS + DELIVERY, "buyers": GOODS + DELIVERY}
    parcel = Parcel.objects.get(part=part)
    rider = Actor(parcel.round.rider_id)
    delivery.hand_over(parcel, code=parcel.code, collected_paise=0, by=rider)
    work()
    assert books() == {"bank": GOODS + DELIVERY, **EARNED}
    due = Due.objects.get()
    assert (due.amount_paise, due.state, due.maker_id) == (MAKER, "earned", part.maker_id)
    pay_out()
    assert books() == {"bank": GOODS + DELIVERY - MAKER, "fee": FEE, "packing": PACKING, "carrier_due": DELIVERY}
    assert broken() == {}


def test_cash_road_from_the_door_to_the_members_hand():
    part = delivered(method="cod")
    work()
    assert books() == {"rider_cash": GOODS + DELIVERY, **EARNED}
    round = Parcel.objects.get(part=part).round
    delivery.end_round(round, by=Actor(round.rider_id))
    delivery.close_round(round, counted_paise=GOODS + DELIVERY, by=ACCOUNTANT)
    work()
    assert books() == {"cash_desk": GOODS + DELIVERY, **EARNED}
    actions.bank_cash(part.mart, amount_paise=GOODS + DELIVERY, cause="slip", by=ACCOUNTANT)
    assert books() == {"bank": GOODS + DELIVERY, **EARNED}
    pay_out()
    assert books() == {"bank": GOODS + DELIVERY - MAKER, "fee": FEE, "packing": PACKING, "carrier_due": DELIVERY}
    assert broken() == {}


def test_cash_a_rider_did_not_bring_stays_with_him():
    part = delivered(method="cod")
    work()
    road.bring_cash(part, short=1_000)
    assert books() == {"bank": GOODS + DELIVERY - 1_000, "rider_cash": 1_000, **EARNED}
    assert broken() == {}


def test_nothing_counted_moves_nothing():
    part = delivered(method="cod")
    work()
    road.bring_cash(part, short=GOODS + DELIVERY)
    assert books() == {"rider_cash": GOODS + DELIVERY, **EARNED}


def test_tax_of_a_registered_seller_stands_apart():
    part = delivered(make_registered_maker(), method="upi")
    work()
    # 5% inside ₹520 is ₹24.76, and inside ₹40 of delivery ₹1.90
    assert (part.tax_paise, part.delivery_tax_paise) == (2_476, 190)
    assert (books()["tax_due"], books()["carrier_due"]) == (2_476 + 190, DELIVERY - 190)
    assert sum(paise for kind, paise in books().items() if kind != "bank") == GOODS + DELIVERY
    assert broken() == {}


def test_two_makers_of_one_order_are_each_owed_their_own():
    order = make_order({make_stocked(make_maker("One")): 1, make_stocked(make_maker("Two")): 1}, method="upi")
    pay(order)
    for part in order.parts.order_by("pk"):
        walk(part, "delivered")
    work()
    dues = list(Due.objects.order_by("part").values_list("maker_id", "amount_paise"))
    assert dues == [(part.maker_id, part.maker_paise) for part in order.parts.order_by("pk")]
    assert books()["bank"] == order.total_paise
    assert broken() == {}


def test_cancelled_before_payment_owes_nothing():
    part = make_order(method="upi").parts.get()
    orders.cancel(part, reason="changed my mind", by=MACHINE)
    work()
    assert (books(), Transfer.objects.count()) == ({}, 0)
    assert broken() == {}


def test_cancelled_after_payment_is_owed_back_and_sent():
    part = make_order(method="upi").parts.get()
    pay(part.order)
    part.refresh_from_db()
    orders.cancel(part, reason="changed my mind", by=MACHINE)
    work()
    assert books() == {"bank": GOODS + DELIVERY, "refund_due": GOODS + DELIVERY}
    refund(part)
    work()
    assert (books(), broken()) == ({}, {})


def test_paid_after_it_was_cancelled_is_owed_back():
    part = make_order(method="upi").parts.get()
    orders.cancel(part, reason="changed my mind", by=MACHINE)
    pay(part.order)
    work()
    assert books() == {"bank": GOODS + DELIVERY, "refund_due": GOODS + DELIVERY}
    assert broken() == {}


def test_what_was_cancelled_before_the_payment_is_not_received():
    order = make_order({make_stocked(): 1, make_stocked(price_paise=30_000): 1}, method="upi")
    one, two = order.parts.order_by("pk")
    orders.cancel(one, reason="changed my mind", by=MACHINE)
    payment = payments.claim(payments.ask(order, by=MACHINE), reference="412345678901", by=MACHINE)
    payments.confirm(payment, reference="412345678901", amount_paise=two.total_paise, by=BY)
    work()
    assert books() == {"bank": two.total_paise, "buyers": two.total_paise}
    two.refresh_from_db()
    orders.cancel(two, reason="broken", by=BY)
    work()
    assert books() == {"bank": two.total_paise, "refund_due": two.total_paise}
    refund(two)
    work()
    assert (books(), broken()) == ({}, {})


def test_cancelled_after_it_was_billed_takes_the_whole_bill_back():
    part = make_part({make_stocked(make_registered_maker()): 1}, state="packed", method="cod")
    work()
    orders.cancel(part, reason="not at home", by=BY)
    work()
    bill, note = Invoice.objects.order_by("pk")
    assert (bill.kind, note.kind, note.facts["total_paise"]) == ("invoice", "credit_note", GOODS + DELIVERY)
    assert [note.facts[name] == bill.facts[name] for name in ("lines", "delivery", "tax_paise")] == [True] * 3
    assert books() == {}


def test_cancelled_before_it_was_billed_is_never_billed():
    part = make_part({make_stocked(make_registered_maker()): 1}, state="packed")
    orders.cancel(part, reason="not at home", by=BY)
    work()
    assert Invoice.objects.count() == 0


def test_return_gives_back_the_goods_tax_and_keeps_the_deliverys():
    part = delivered(make_registered_maker(), method="upi")
    work()
    send_back(part)
    work()
    assert books() == {"bank": GOODS + DELIVERY, "refund_due": GOODS, "carrier_due": DELIVERY - 190, "tax_due": 190}
    note = Invoice.objects.get(kind="credit_note")
    assert (note.facts["tax_paise"], note.facts["delivery"], note.facts["total_paise"]) == (2_476, [], GOODS)
    assert broken() == {}


def test_cash_order_cancelled_moves_nothing():
    part = make_order(method="cod").parts.get()
    orders.cancel(part, reason="changed my mind", by=MACHINE)
    work()
    assert (books(), broken()) == ({}, {})


def test_return_before_payout_takes_the_goods_money_back_from_every_head():
    part = delivered(method="upi")
    work()
    send_back(part)
    work()
    assert Due.objects.get().state == Due.State.TAKEN_BACK
    assert books() == {"bank": GOODS + DELIVERY, "refund_due": GOODS, "carrier_due": DELIVERY}
    refund(part)
    work()
    assert books() == {"bank": DELIVERY, "carrier_due": DELIVERY}
    assert broken() == {}


def test_return_after_payout_is_the_marts_loss():
    part = delivered(method="upi")
    work()
    pay_out()
    before = books()
    send_back(part)
    work()
    assert Due.objects.get().state == Due.State.PAID
    assert books() == {
        "bank": before["bank"],
        "refund_due": GOODS,
        "carrier_due": DELIVERY,
        "return_loss": MAKER,
    }
    assert broken() == {}


def test_return_while_only_proposed_takes_it_out_of_the_run():
    part = delivered(method="upi")
    work()
    road.ripen()
    run = actions.propose_payouts(part.mart, by=ACCOUNTANT)
    send_back(part)
    work()
    run.refresh_from_db()
    assert (run.state, Due.objects.get().state) == ("dropped", Due.State.TAKEN_BACK)
    assert books() == {"bank": GOODS + DELIVERY, "refund_due": GOODS, "carrier_due": DELIVERY}
    assert broken() == {}


def test_return_while_with_the_bank_is_the_marts_loss_even_when_told_again_after_it_failed():
    part = delivered(method="upi")
    work()
    road.ripen()
    run = actions.release_payouts(actions.propose_payouts(part.mart, by=ACCOUNTANT), by=COLLECTOR)
    send_back(part)
    work()
    actions.payout_failed(run.payouts.get(), reason="closed", by=ACCOUNTANT)
    before = books()
    part.refresh_from_db()
    actions.take_back(part.returns.get(), by=BY)
    assert books() == before
    assert before["return_loss"] == MAKER
    assert Due.objects.get().state == Due.State.EARNED
    assert broken() == {}


def test_cash_return_is_owed_back_too():
    part = delivered(method="cod")
    work()
    road.bring_cash(part)
    send_back(part)
    work()
    refund(part)
    work()
    assert books() == {"bank": DELIVERY, "carrier_due": DELIVERY}
    assert broken() == {}


def test_delivered_and_never_paid_is_refused_and_tried_again():
    part = delivered(method="upi")
    Payment.objects.update(state="claimed")
    event = handlers.Event.objects.get(kind="orders.delivered")
    with refused("ledger.nothing_owed"):
        handlers.earn_delivered(event)
    assert Due.objects.filter(part=part).count() == 0


def test_cash_not_collected_is_not_received():
    part = walk(make_order(method="cod").parts.get(), "packed")
    assert handlers._receive(handlers._part(part.pk), BY) is False
    Parcel.objects.all().delete()
    assert handlers._receive(handlers._part(part.pk), BY) is False


def test_cash_payment_confirmed_moves_nothing_in_the_bank():
    delivered(method="cod")
    work()
    assert "bank" not in books()


def test_invoice_is_written_when_it_is_packed():
    walk(make_order().parts.get(), "packed")
    assert Invoice.objects.count() == 0
    work()
    assert Invoice.objects.count() == 1
