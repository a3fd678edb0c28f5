"""By the piece: whatever is done with some pieces of an order, in whatever order, money and stock stay exact."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from haat.core.actor import MACHINE, Actor
from haat.core.dates import today
from haat.core.errors import HaatError
from haat.delivery import actions as delivery
from haat.ledger.models import Due, Invoice
from haat.orders import actions
from haat.orders.models import OrderLine, Part, Return, ReturnLine
from haat.orders.rules import may_divide
from haat.payments.models import Refund
from haat.payments.queries import came_for
from haat.stock.models import Movement, StockItem
from tests.ledger.books import ACCOUNTANT, books, broken, pay, payable, upi_reference, work
from tests.make import BY, make_maker, make_order, make_part, make_registered_maker, make_round, make_stocked

pytestmark = pytest.mark.django_db

HEADS = ("quantity", "goods_paise", "tax_paise", "fee_paise", "packing_paise", "maker_paise", "weight_g")


def friday():
    return today() + timedelta(days=4)


def ten(method="cod", state="placed", **good):
    """Ten pieces at ₹333.33 of a registered maker: nothing divides evenly."""
    variant = make_stocked(make_registered_maker(), pieces=20, price_paise=33_333, good=good)
    return make_part({variant: 10}, method=method, state=state)


def of(part, pieces):
    return {part.lines.get().pk: pieces}


def sums(order):
    """Per good, what its lines come to, whichever parts they stand in."""
    lines = OrderLine.objects.filter(part__order=order).order_by("variant").values_list("variant")
    return {row[0]: row[1:] for row in lines.annotate(**{f"all_{head}": Sum(head) for head in HEADS})}


def levels(part):
    item = StockItem.objects.get(variant=part.lines.get().variant_id)
    return item.on_hand, item.reserved


def test_six_now_and_four_on_friday():
    part = ten()
    before = sums(part.order)
    later = friday()
    now, rest = actions.accept_some(part, pieces=of(part, 6), rest_on=later, reason="The clay is wet", by=BY)
    assert (now.number, now.state, now.lines.get().quantity, now.is_held) == (part.number, "accepted", 6, False)
    assert (rest.number, rest.state, rest.lines.get().quantity) == (f"{part.order.number}-2", "accepted", 4)
    assert (rest.is_held, rest.held_until, rest.hold_reason) == (True, later, "The clay is wet")
    assert rest.promised_by == part.promised_by + timedelta(days=4)
    assert (now.delivery_paise, rest.delivery_paise) == (part.delivery_paise, 0)
    assert sums(part.order) == before
    assert levels(part) == (20, 10)
    work()
    assert broken() == {}


def test_accepting_all_pieces_divides_nothing():
    part = ten()
    now, rest = actions.accept_some(part, pieces=of(part, 10), rest_on=friday(), reason="late", by=BY)
    assert (now.pk, now.state, rest) == (part.pk, "accepted", None)


def test_cancelled_pieces_are_free_again_and_their_money_is_owed_back():
    part = ten("upi")
    pay(part.order)
    gone = actions.cancel_pieces(part, pieces=of(part, 3), reason="too many", by=MACHINE)
    assert (gone.state, gone.total_paise) == ("cancelled", 3 * 33_333)
    assert levels(part) == (20, 7)
    work()
    assert Refund.objects.get().amount_paise == 3 * 33_333
    assert books()["buyers"] == 7 * 33_333 + part.delivery_paise
    assert broken() == {}


def test_charge_passes_to_the_eldest_living_part_and_ends_with_the_last():
    order = make_order({make_stocked(pieces=9, price_paise=10_000): 4}, method="upi")
    pay(order)
    part = order.parts.get()
    charge = part.delivery_paise
    assert charge
    first = actions.divide(part, pieces=of(part, 1), by=BY)
    second = actions.divide(part, pieces=of(part, 1), by=BY)
    actions.cancel(part, reason="late", by=BY)
    work()
    owed = dict(Refund.objects.values_list("part", "amount_paise"))
    assert owed == {part.pk: 20_000}
    first.refresh_from_db()
    assert first.delivery_paise == charge
    actions.cancel_all([first, second], reason="late", by=BY)
    work()
    owed = dict(Refund.objects.values_list("part", "amount_paise"))
    assert owed == {part.pk: 20_000, first.pk: 10_000, second.pk: 10_000 + charge}
    assert broken() == {}


@pytest.mark.parametrize("times", [(1, 2, 7), (1, 6, 3), (4, 4, 2)])
def test_pieces_come_back_one_return_after_the_other(times):
    part = ten("upi")
    pay(part.order)
    part = deliver(part)
    work()
    earned, parts = Due.objects.get().amount_paise, []
    for pieces in times:
        ret = actions.ask_return(part, pieces=of(part, pieces), reason="small", by=MACHINE)
        assert actions.ask_return(part, pieces=of(part, 1), reason="again", by=MACHINE) == ret
        actions.receive_return(ret, by=BY)
        work()
        parts.append(Part.objects.get(pk=part.pk).state)
    due, notes = Due.objects.get(), Invoice.objects.filter(kind="credit_note").order_by("pk")
    assert parts == ["delivered", "delivered", "returned"]
    assert (due.amount_paise, due.taken_back_paise, due.state) == (0, earned, "taken_back")
    assert [note.facts["total_paise"] for note in notes] == [pieces * 33_333 for pieces in times]
    assert sum(note.facts["tax_paise"] for note in notes) == part.tax_paise
    assert books()["refund_due"] == part.goods_paise
    assert broken() == {}


def test_pieces_that_come_back_after_the_payout_are_the_marts_loss():
    from haat.ledger import actions as ledger
    from tests.ledger.books import COLLECTOR

    part = payable(make_maker())
    run = ledger.propose_payouts(part.mart, by=ACCOUNTANT)
    ledger.release_payouts(run, by=COLLECTOR)
    actions.take_back_pieces(part, pieces=of(part, 1), reason="broken", by=BY)
    work()
    assert books()["return_loss"] == part.maker_paise
    assert broken() == {}


def deliver(part):
    """Packed, carried and handed over with its cash."""
    part.refresh_from_db()
    if part.state == "placed":
        actions.accept(part, by=BY)
    parcel = delivery.pack(part, weight_g=600, by=BY)
    rider = Actor(make_round(parcel).rider_id)
    delivery.hand_over(parcel, code=parcel.code, collected_paise=parcel.collect_paise, by=rider)
    part.refresh_from_db()
    return part


class Order(RuleBasedStateMachine):
    """One order of two makers; any deed of buyer, maker or desk with any pieces, each as often as it likes."""

    method = "cod"

    def __init__(self):
        super().__init__()
        self.back = transaction.atomic()
        self.back.__enter__()
        maker = make_registered_maker()
        wanted = {
            make_stocked(maker, pieces=30, price_paise=33_333): 10,
            make_stocked(maker, pieces=30, price_paise=4_999, good={"shelf_life_days": 9}): 7,
            make_stocked(maker, pieces=30, price_paise=12_345, good={"made_to_order": True, "making_days": 2}): 5,
            make_stocked(make_maker(), pieces=30, price_paise=777): 3,
        }
        self.order = make_order(wanted, method=self.method)
        self.before = sums(self.order)

    def part(self, choice):
        parts = list(self.order.parts.order_by("pk"))
        return parts[choice % len(parts)]

    def some(self, part, counts):
        return {line.pk: count for line, count in zip(part.lines.order_by("pk"), counts, strict=False)}

    @rule()
    def pay(self):
        self.order.refresh_from_db()
        if self.order.state == "awaiting_payment":
            pay(self.order)

    @rule(which=st.integers(0, 9), counts=st.lists(st.integers(0, 5), min_size=3, max_size=3), how=st.integers(0, 3))
    def part_ways(self, which, counts, how):
        part = self.part(which)
        pieces = self.some(part, counts)
        with suppress(HaatError):
            if how == 0:
                actions.divide(part, pieces=pieces, by=BY)
            elif how == 1:
                actions.hold_until(part, pieces=pieces, day=friday(), reason="wet clay", by=BY)
            elif how == 2:
                actions.accept_some(part, pieces=pieces, rest_on=friday(), reason="wet clay", by=BY)
            else:
                actions.cancel_pieces(part, pieces=pieces, reason="too many", by=MACHINE)

    @rule(which=st.integers(0, 9))
    def cancel(self, which):
        with suppress(HaatError):
            actions.cancel(self.part(which), reason="late", by=BY)

    @rule(which=st.integers(0, 9), whole=st.booleans())
    def pack_and_deliver(self, which, whole):
        part = self.part(which)
        with suppress(HaatError):
            if may_divide(part) and part.state != "awaiting_payment":
                actions.accept(part, by=BY)
                if whole:
                    deliver(part)
                else:
                    delivery.pack(part, weight_g=500, by=BY)

    @rule(which=st.integers(0, 9), counts=st.lists(st.integers(0, 3), min_size=3, max_size=3), refused=st.booleans())
    def send_back(self, which, counts, refused):
        part = self.part(which)
        with suppress(HaatError):
            ret = actions.ask_return(part, pieces=self.some(part, counts), reason="small", by=MACHINE)
            (actions.refuse_return(ret, reason="used", by=BY) if refused else actions.receive_return(ret, by=BY))

    @rule(which=st.integers(0, 9))
    def send_the_rest_back(self, which):
        with suppress(HaatError):
            actions.receive_return(actions.ask_return(self.part(which), reason="all", by=MACHINE), by=BY)

    @rule()
    def refund(self):
        from haat.payments.actions import refund_sent

        work()
        for owed in Refund.objects.filter(state="owed"):
            if books(self.order.mart).get("bank", 0) < owed.amount_paise:
                continue  # cash at the door is not in the bank yet: nobody can send it back from there
            with suppress(HaatError):
                refund_sent(owed, reference=upi_reference(), by=ACCOUNTANT)
                work()

    @rule()
    def work(self):
        work()

    @invariant()
    def nothing_is_lost(self):
        assert sums(self.order) == self.before

    def teardown(self):
        try:
            work()
            self.adds_up()
        finally:
            transaction.set_rollback(True)
            self.back.__exit__(None, None, None)

    def adds_up(self):
        """Refunds, notes and dues come to what was cancelled and what came back; the doctor finds nothing."""
        self.order.refresh_from_db()
        parts = list(self.order.parts.all())
        came = ReturnLine.objects.filter(ret__state=Return.State.RECEIVED)
        back = came.aggregate(paise=Sum(F("pieces") * F("line__piece_paise")))["paise"] or 0
        back -= sum(part.rounding_paise for part in parts if part.state == "returned")  # all of it is back
        payment = self.order.payment
        paid = self.method == "upi" and payment.state == "confirmed"
        gone = sum(part.total_paise for part in parts if not part.living and paid and came_for(payment, part))
        assert sum(Refund.objects.values_list("amount_paise", flat=True)) == back + gone
        billed = set(Invoice.objects.exclude(kind="credit_note").values_list("part", flat=True))
        unbilled = sum(part.total_paise for part in parts if not part.living and part.pk in billed)
        notes = Invoice.objects.filter(kind="credit_note").values_list("facts", flat=True)
        assert sum(facts["total_paise"] for facts in notes) == back + unbilled
        assert sum(due.earned_paise for due in Due.objects.all()) == sum(
            part.maker_paise for part in parts if part.delivered_at
        )
        assert broken() == {}


@pytest.mark.parametrize("method", ["cod", "upi"])
def test_any_deeds_with_any_pieces_keep_every_paisa(method):
    machine = type("OrderBy" + method.title(), (Order,), {"method": method})
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=12, stateful_step_count=14, suppress_health_check=list(HealthCheck)),
    )


def test_more_than_was_promised_is_refused():
    part = ten()
    with pytest.raises(HaatError) as refused:
        actions.divide(part, pieces=of(part, 11), by=BY)
    assert (refused.value.code, Movement.objects.filter(kind="divided").count()) == ("orders.bad_pieces", 0)
