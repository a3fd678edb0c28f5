"""Forty-five days of the small district: orders in every state, money on every road, and work still open at the end.

Only the product's actions write. `tests.upgrade.make_snapshot` keeps what comes of it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import time_machine

from haat.catalogue.models import Variant
from haat.core import worker
from haat.core.actor import MACHINE, Actor
from haat.core.dates import INDIA, today
from haat.core.identifiers import s10_check_digit
from haat.delivery import actions as delivery
from haat.delivery.models import Parcel, Round
from haat.delivery.queries import promise_for
from haat.ledger import actions as ledger
from haat.ledger.actions import Told
from haat.ledger.models import Account, Party, PayoutRun, Settlement
from haat.makers import actions as makers
from haat.orders import actions as orders
from haat.orders.facts import Source, facts_from
from haat.orders.models import Order, Part
from haat.orders.queries import basket_lines
from haat.orders.rules import Buyer
from haat.payments import actions as payments
from haat.payments.models import Refund
from haat.payments.queries import terms
from tests.upgrade.elsewhere import from_elsewhere
from tests.upgrade.people import FAR, NEAR, District, open_district

LAST_DAY = date(2026, 11, 20)
ENDS_AT = datetime.combine(LAST_DAY, time(18), INDIA)
BUYERS = {
    NEAR: ("Buyer Example", "House 4, Circular Road, Deoghar"),
    FAR: ("Far Example", "Flat 2, Law College Road, Pune"),
}


class Life:
    """The district, its clock, and the running numbers of what people invent."""

    def __init__(self, clock: Any) -> None:
        self._clock, self._number = clock, 0
        self.at(45)
        self.district: District = open_district()
        self.mart, self.staff = self.district.mart, self.district.staff
        self.rider = Actor(self.staff.rider.pk)
        worker.run_due()

    def at(self, back: int, hour: int = 10) -> None:
        """An hour of the day so many days before the last."""
        self._clock.move_to(datetime.combine(LAST_DAY - timedelta(days=back), time(hour), INDIA))

    def number(self) -> int:
        self._number += 1
        return self._number

    def reference(self) -> str:
        return f"{600_000_000_000 + self.number()}"

    def order_elsewhere(self, wanted: Mapping[Variant, int]) -> Order:
        """Somebody orders, and pays, at a marketplace."""
        name, address = BUYERS[NEAR]
        lines = [
            {"id": str(place), "sku": good.sku, "title": "Example", "quantity": count, "piece_minor": good.price_paise}
            for place, (good, count) in enumerate(wanted.items(), start=1)
        ]
        told = {"placed_at": today().isoformat(), "name": name, "address": address, "pin": NEAR, "lines": lines}
        told |= {"carrier": "own", "phone": "9100099999"}
        source = Source("amazon", "A1EXAMPLE", f"171-{self.number():07d}")
        arrival = orders.receive_order(self.mart, facts_from(told), source=source, by=MACHINE)
        assert arrival.order is not None
        return arrival.order

    def settle(self, order: Order, *, key: str, reason: str = "", **figures: int) -> Settlement:
        """A line of the marketplace's statement."""
        told = Told(
            reference="14839", day=today(), reason=reason, **{f"{name}_paise": p for name, p in figures.items()}
        )
        return ledger.settle_sale(part_of(order), told=told, key=key, by=self.staff.accountant)

    def order(self, wanted: Mapping[Variant, int], *, method: str = "cod", pin: str = NEAR) -> Order:
        """Somebody orders, and the page asks for the payment."""
        basket = orders.make_basket(self.mart)
        for variant, quantity in wanted.items():
            variant.refresh_from_db()
            orders.put_in_basket(basket, variant=variant, quantity=quantity)
        name, address = BUYERS[pin]
        order = orders.place_order(
            basket,
            buyer=Buyer(phone=f"91000{self.number():05d}", name=name, address=address, pin=pin, language="hi"),
            promise=promise_for(self.mart, pin, basket_lines(basket)),
            terms=terms(method),
            key=f"snapshot-{self.number()}",
            by=MACHINE,
        )
        payments.ask(order, by=MACHINE)
        return order

    def pay(self, order: Order) -> None:
        """The buyer gives her reference and the accountant finds it in the bank."""
        payment = payments.claim(payments.ask(order, by=MACHINE), reference=self.reference(), by=MACHINE)
        payments.confirm(
            payment, reference=payment.reference, amount_paise=payment.amount_paise, by=self.staff.accountant
        )

    def packed(self, order: Order) -> list[Parcel]:
        """Every part is accepted and packed by its maker."""
        return [self.pack(part) for part in order.parts.order_by("pk")]

    def pack(self, part: Part) -> Parcel:
        leader = Actor(part.maker.members.get(leads=True).user_id)
        orders.accept(part, by=leader)
        return delivery.pack(part, weight_g=600, by=leader)

    def ride(self, *parcels: Parcel) -> Round:
        """A round with these parcels sets out."""
        planned = self.plan(*parcels)
        return delivery.start_round(planned, by=self.rider)

    def plan(self, *parcels: Parcel) -> Round:
        return delivery.plan_round(self.mart, rider=self.staff.rider, parcels=parcels, day=today(), by=self.staff.desk)

    def hand_over(self, *parcels: Parcel) -> None:
        for parcel in parcels:
            delivery.hand_over(parcel, code=parcel.code, collected_paise=parcel.collect_paise, by=self.rider)

    def bring_home(self, out: Round, *, short: int = 0, bank: bool = True) -> Round:
        """The round is over, its cash counted (`short` paise less) and banked."""
        delivery.end_round(out, by=self.rider)
        delivery.receive_back(out, came=list(out.parcels.filter(state="not_delivered")), hub=None, by=self.staff.desk)
        out.refresh_from_db()
        closed = delivery.close_round(out, counted_paise=out.cash_paise - short, by=self.staff.accountant)
        worker.run_due()
        cash = Account.objects.filter(mart=self.mart, kind=Account.Kind.CASH_DESK).first()
        if bank and cash is not None and cash.balance_paise:
            ledger.bank_cash(self.mart, amount_paise=cash.balance_paise, cause=f"{out.pk}", by=self.staff.accountant)
        return closed

    def delivered(self, order: Order) -> Order:
        """Packed, ridden out and handed over; its cash counted and banked."""
        parcels = self.packed(order)
        out = self.ride(*parcels)
        self.hand_over(*parcels)
        self.bring_home(out)
        return order

    def send_back(self, part: Part, *, resale: bool = True) -> None:
        asked = orders.ask_return(part, reason="छोटा है", by=MACHINE)
        orders.receive_return(asked, resale=resale, by=self.staff.desk)
        worker.run_due()

    def refund(self, part: Part) -> None:
        refund = Refund.objects.get(part=part)
        payments.refund_sent(refund, reference=self.reference(), by=self.staff.accountant)
        worker.run_due()

    def propose(self) -> PayoutRun:
        return ledger.propose_payouts(self.mart, by=self.staff.accountant)

    def release(self, run: PayoutRun) -> PayoutRun:
        return ledger.release_payouts(run, by=self.staff.collector)


def part_of(order: Order, maker_id: int | None = None) -> Part:
    parts = order.parts.order_by("pk")
    part = parts.get(maker_id=maker_id) if maker_id else parts.first()
    assert part is not None
    return part


def _october(life: Life) -> None:
    """Sold, delivered and paid out: in cash, by UPI, from two makers at once, and to another state by post."""
    d = life.district
    life.at(40)
    cash = life.order({d.basket: 2})
    both = life.order({d.peda: 1, d.shawl: 3}, method="upi")
    far = life.order({d.lamp: 1, d.shawl: 1}, method="upi", pin=FAR)
    life.pay(both)
    life.pay(far)
    worker.run_due()
    life.at(39)
    life.delivered(cash)
    life.delivered(both)
    for number, parcel in enumerate(life.packed(far)):
        serial = f"0000001{number}"
        article = f"EJ{serial}{s10_check_digit(serial)}IN"
        delivery.send_by_post(parcel, article=article, by=life.staff.desk)
    worker.run_due()
    life.at(35)
    for parcel in Parcel.objects.filter(part__order=far):
        delivery.post_delivered(parcel, by=life.staff.desk)
    worker.run_due()
    life.at(34)
    orders.rate(part_of(cash).lines.get(), stars=5, words="बहुत अच्छी", by=MACHINE)
    life.at(27)
    dropped = life.propose()
    ledger.drop_payouts(dropped, by=life.staff.collector)
    run = life.release(life.propose())
    failed = run.payouts.get(maker=d.registered)
    ledger.payout_failed(failed, reason="Account closed (R03)", by=life.staff.accountant)
    for payout in run.payouts.exclude(pk=failed.pk).order_by("pk"):
        ledger.payout_paid(payout, utr=f"SBINN{life.number():012d}", by=life.staff.accountant)
    ledger.shares_given(run.payouts.get(maker=d.group), by=life.staff.desk)
    worker.run_due()


def _returns(life: Life) -> None:
    """Sent back in time, sent back on the last day, refused; refunds sent and still owed."""
    d = life.district
    life.at(24)
    early = life.order({d.basket: 1, d.peda: 1}, method="upi")
    late = life.order({d.shawl: 2}, method="upi")
    for order in (early, late):
        life.pay(order)
    worker.run_due()
    life.at(23, 15)
    life.delivered(early)
    life.delivered(late)
    life.at(20)
    life.send_back(part_of(early, d.artisan.pk), resale=False)
    life.refund(part_of(early, d.artisan.pk))
    refused = orders.ask_return(part_of(early, d.group.pk), reason="रंग अलग है", by=MACHINE)
    orders.refuse_return(refused, reason="धोया हुआ था", by=life.staff.desk)
    life.at(16, 12)
    life.send_back(part_of(late))
    orders.rate(part_of(late).lines.get(), stars=2, by=MACHINE)


def _cancelled(life: Life) -> None:
    """Cancelled before and after payment, in part and whole, by buyer and maker, for want of payment, on the road."""
    d = life.district
    life.at(14)
    unpaid = life.order({d.basket: 1}, method="upi")
    paid = life.order({d.basket: 1, d.lamp: 1}, method="upi")
    half = life.order({d.peda: 1, d.shawl: 1})
    before = life.order({d.basket: 1, d.shawl: 1}, method="upi")
    orders.cancel(part_of(before, d.group.pk), reason="Ordered by mistake", by=MACHINE)
    life.pay(before)
    life.pay(paid)
    orders.cancel(part_of(paid, d.group.pk), reason="अब नहीं चाहिए", by=MACHINE)
    orders.cancel(part_of(half, d.artisan.pk), reason="दूध नहीं मिला", by=Actor(d.artisan.members.get().user_id))
    gone = life.order({d.peda: 1})
    orders.cancel_all(list(gone.parts.all()), reason="Will be away", by=MACHINE)
    worker.run_due()
    life.at(12)
    worker.tick_clocks()
    worker.run_due()
    unpaid.refresh_from_db()
    assert unpaid.state == Order.State.CANCELLED
    _deliver_living(life, half, paid, before)
    on_road = life.order({d.basket: 1})
    (parcel,) = life.packed(on_road)
    out = life.ride(parcel)
    orders.cancel(part_of(on_road), reason="Will be away", by=MACHINE)
    worker.run_due()
    life.bring_home(out)


def _deliver_living(life: Life, *placed: Order) -> None:
    """The parts that were not cancelled reach their buyers."""
    parts = [part for order in placed for part in order.parts.order_by("pk") if part.living]
    parcels = [life.pack(part) for part in parts]
    out = life.ride(*parcels)
    life.hand_over(*parcels)
    life.bring_home(out)


def _elsewhere(life: Life) -> None:
    """Sold at a marketplace: settled whole, in two lines, wrongly and then rightly, sent back, and not settled yet."""
    d = life.district
    life.at(11)
    whole, halves, back, open_ = (life.order_elsewhere({d.shawl: 1}) for _time in range(4))
    worker.run_due()
    for order in (whole, halves, back, open_):
        life.delivered(order)
    life.at(10)
    wrong = life.settle(whole, key="14839-1", came=100_00, fee=20_00)
    ledger.take_back_settlement(wrong, reason="Fee of another order", by=life.staff.accountant)
    _settle_whole(life, whole, key="14839-1")
    _settle_whole(life, back, key="14839-2")
    life.settle(halves, key="14839-3", came=part_of(halves).total_paise - 150_00, fee=120_00, tcs=3_00)
    life.settle(halves, key="14840-1", came=20_00, adjustment=-6_50, rounding=-50, reason="Weight corrected")
    life.send_back(part_of(back))
    life.settle(back, key="14840-2", came=-300_00)
    ledger.name_party(Party.objects.get(), name="Amazon Karigar", by=life.staff.desk)


def _settle_whole(life: Life, order: Order, *, key: str) -> None:
    """What came, with the fee and the taxes that the marketplace kept."""
    kept = {"fee": 90_00, "tcs": 2_60, "tds": 52}
    life.settle(order, key=key, came=part_of(order).total_paise - sum(kept.values()), **kept)


def _open_work(life: Life) -> None:
    """What lies on the desks on the last day: every state an order, round, payment and payout can be in."""
    d = life.district
    life.at(5)
    for wanted in ({d.basket: 1}, {d.peda: 2}):  # may still be sent back
        life.delivered(life.order(wanted))
    asked = life.delivered(life.order({d.shawl: 1}))
    orders.ask_return(part_of(asked), reason="टूटा हुआ", by=MACHINE)
    life.at(3)
    short, missed = life.order({d.basket: 1}), life.order({d.peda: 1})
    parcels = [*life.packed(short), *life.packed(missed)]
    out = life.ride(*parcels)
    life.hand_over(parcels[0])
    delivery.not_delivered(parcels[1], reason="Nobody at home", by=life.rider)
    closed = life.bring_home(out, short=5_000)
    ledger.take_missing(closed, amount_paise=2_000, cause="first", by=life.staff.accountant)
    life.at(2)
    (back,) = life.packed(life.order({d.shawl: 1}))
    out = life.ride(back)
    life.hand_over(back)
    delivery.end_round(out, by=life.rider)
    worker.run_due()
    life.at(1)
    life.release(life.propose())
    _last_day(life)


def _last_day(life: Life) -> None:
    d = life.district
    life.at(0, 9)
    life.order({d.tray: 4}, method="upi")
    life.pay(life.order({d.tray: 2}, method="upi"))
    claimed, refused = (life.order({d.lamp: 1}, method="upi") for _ in range(2))
    for order in (claimed, refused):
        payments.claim(payments.ask(order, by=MACHINE), reference=life.reference(), by=MACHINE)
    payments.refuse(payments.ask(refused, by=MACHINE), reason="Not in the bank", by=life.staff.accountant)
    life.order({d.basket: 1})
    orders.accept(part_of(life.order({d.peda: 1})), by=life.staff.desk)
    life.packed(life.order({d.shawl: 1}))
    life.plan(*life.packed(life.order({d.basket: 1, d.shawl: 1})))
    parcels = [*life.packed(life.order({d.peda: 1})), *life.packed(life.order({d.basket: 1}))]
    life.ride(*parcels)
    delivery.not_delivered(parcels[1], reason="Phone switched off", by=life.rider)
    orders.put_in_basket(orders.make_basket(life.mart), variant=d.basket, quantity=2)
    worker.tick_clocks()
    worker.run_due()
    life.at(0, 17)
    account = makers.set_bank(
        d.registered, holder="Lamp Maker", number="30011229914", ifsc="SBIN0000064", by=life.staff.coordinator
    )
    makers.confirm_bank(account, by=life.staff.desk)
    from_elsewhere(d, desk=life.staff.desk)
    worker.run_due()
    life.propose()
    life.pay(life.order({d.lamp: 1, d.basket: 1}, method="upi"))  # the worker has not heard of this one


@contextmanager
def travelling() -> Iterator[Any]:
    with time_machine.travel(ENDS_AT, tick=True) as clock:
        yield clock


def live() -> None:
    """Fill the empty database."""
    with travelling() as clock:
        life = Life(clock)
        _october(life)
        _returns(life)
        _cancelled(life)
        _elsewhere(life)
        _open_work(life)
