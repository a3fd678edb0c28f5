"""Money in the books: what came, what is owed, papers."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from haat.core.actor import MACHINE
from haat.delivery import actions as delivery
from haat.delivery.models import Round
from haat.ledger import actions
from haat.ledger.actions import At, Move
from haat.ledger.models import Due, Invoice, Transfer
from haat.orders import actions as orders
from haat.orders.models import Part
from haat.payments import actions as payments
from haat.payments.models import Refund
from tests.ledger.books import ACCOUNTANT, upi_reference
from tests.make import BY
from tests.races.orders import paid_part, part, posted_part
from tests.races.payments import cancelled, payment
from tests.races.race import Pair, given, race, read, told, twice

Ready = Callable[[], Pair]


def transfers(**which: Any) -> int:
    return Transfer.objects.filter(**which).count()


def held(call: Callable[..., Any]) -> Ready:
    """Both write that the buyer's money came."""
    asked = payment()

    def ready() -> Pair:
        payments.confirm(asked, reference=upi_reference(), amount_paise=asked.amount_paise, by=BY)
        part = asked.order.parts.get()
        kept = Q(part=part) | Q(cause=f"paid:{part.order_id}")
        return twice(call, part, counted=lambda: Transfer.objects.filter(kept).count())

    return ready


@race(actions.receive_paid)
def a_payment_is_received_twice() -> Ready:
    return held(lambda row: actions.receive_paid(row.order, amount_paise=row.total_paise, lands_in="bank", by=BY))


@race(actions.transfer)
def one_cause_moves_money_twice() -> Ready:
    return held(
        lambda row: actions.transfer(
            row.mart,
            debit=At("bank"),
            credit=At("buyers"),
            amount_paise=row.total_paise,
            cause=f"paid:{row.order_id}:{row.pk}",
            part=row,
            by=BY,
        )
    )


@race(actions.transfer_all)
def the_same_moves_are_made_twice() -> Ready:
    def move(row: Part) -> None:
        moves = [Move(At("bank"), At("buyers"), row.total_paise, f"paid:{row.order_id}:{row.pk}")]
        actions.transfer_all(row.mart, moves, part=row, by=BY)

    return held(move)


@race(actions.receive_cash)
def cash_is_received_twice() -> Ready:
    one = part("on_the_way")

    def ready() -> Pair:
        parcel = one.parcel
        delivery.hand_over(parcel, code=parcel.code, collected_paise=parcel.collect_paise, by=BY)
        rider, cash = Round.objects.get(parcels=parcel).rider_id, parcel.collect_paise
        return twice(
            lambda row: actions.receive_cash(row, rider_id=rider, amount_paise=cash, by=BY),
            one,
            counted=lambda: transfers(cause=f"cash:{one.pk}"),
        )

    return ready


@race(actions.earn)
def a_delivery_is_earned_twice() -> Ready:
    one = posted_part()

    def ready() -> Pair:
        delivery.post_delivered(one.parcel, by=BY)
        return twice(
            lambda row: actions.earn(row, by=BY), read(one), counted=lambda: Due.objects.filter(part=one).count()
        )

    return ready


@race(actions.hold_refund)
def money_is_held_back_twice() -> Ready:
    one = paid_part()

    def ready() -> Pair:
        orders.cancel(one, reason="late", by=BY)
        return twice(
            lambda row: actions.hold_refund(row, amount_paise=row.total_paise, by=BY),
            one,
            counted=lambda: transfers(cause=f"cancelled:{one.pk}"),
        )

    return ready


def returned() -> Callable[[], Part]:
    """Delivered and earned; then it comes back, and the books have not heard of that."""
    one = posted_part()
    delivery.post_delivered(one.parcel, by=BY)

    def come_back() -> Part:
        asked = orders.ask_return(read(one), reason="too small", by=MACHINE)
        return orders.receive_return(asked, by=BY).part

    return come_back


@race(actions.take_back)
def a_return_is_taken_back_twice() -> Ready:
    come_back = returned()

    def ready() -> Pair:
        one = come_back()
        return twice(
            lambda row: actions.take_back(row.returns.get(), by=BY), one, counted=told("ledger.taken_back", one)
        )

    return ready


@race(actions.issue_credit_note)
def a_credit_note_is_written_twice() -> Ready:
    come_back = returned()

    def ready() -> Pair:
        one = come_back()
        return twice(
            lambda row: actions.issue_credit_note(row, ret=row.returns.get(), by=BY),
            one,
            counted=lambda: Invoice.objects.filter(part=one, kind="credit_note").count(),
        )

    return ready


@race(actions.issue_invoice)
def an_invoice_is_written_twice() -> Ready:
    one = part("accepted")

    def ready() -> Pair:
        delivery.pack(one, weight_g=600, by=BY)
        return twice(
            lambda row: actions.issue_invoice(row, by=BY), one, counted=lambda: Invoice.objects.filter(part=one).count()
        )

    return ready


@race(actions.refund_left)
def a_refund_leaves_twice() -> Ready:
    one = cancelled()

    def ready() -> Pair:
        refund = payments.refund_sent(Refund.objects.get(part=one), reference=upi_reference(), by=BY)
        paise, key = refund.amount_paise, refund.pk
        return twice(
            lambda row: actions.refund_left(row, amount_paise=paise, refund_id=key, leaves="bank", by=BY),
            one,
            counted=lambda: transfers(cause=f"refund:{key}"),
        )

    return ready


def closed_round(*, short: int = 0) -> Round:
    parcel = part("delivered").parcel
    assert parcel.round is not None
    round = delivery.end_round(parcel.round, by=BY)
    return delivery.close_round(round, counted_paise=round.cash_paise - short, by=ACCOUNTANT)


@race(actions.bank_cash)
def cash_is_banked_twice() -> Ready:
    round = closed_round()

    def ready() -> Pair:
        cause = f"race{round.pk}"
        return twice(
            lambda row: actions.bank_cash(row, amount_paise=100, cause=cause, by=BY),
            round.mart,
            counted=lambda: transfers(cause=f"banked:{round.mart_id}:{cause}"),
        )

    return ready


@race(actions.take_missing)
def missing_cash_is_told_twice() -> Ready:
    round = closed_round(short=100)
    return lambda: twice(
        lambda row: actions.take_missing(row, amount_paise=100, cause="c", by=ACCOUNTANT),
        round,
        counted=told("ledger.missing_taken", round),
    )


@race(actions.take_missing, "ledger.nothing_missing")
def two_people_take_the_missing_cash() -> Ready:
    round = closed_round(short=100)
    return lambda: Pair(
        given(lambda row: actions.take_missing(row, amount_paise=100, cause="a", by=ACCOUNTANT), round),
        given(lambda row: actions.take_missing(row, amount_paise=100, cause="b", by=ACCOUNTANT), round),
        told("ledger.missing_taken", round),
    )
