"""Payouts and their shares."""

from collections.abc import Callable

from haat.core.actor import MACHINE
from haat.delivery import actions as delivery
from haat.ledger import actions
from haat.ledger.bank_sheet import Said
from haat.ledger.models import Payout, PayoutRun, Share
from haat.orders import actions as orders
from haat.orders.models import Part
from haat.payments import actions as payments
from haat.payments.models import Payment, Refund
from tests.ledger.books import ACCOUNTANT, COLLECTOR, pay, ripen
from tests.make import BY, make_maker, make_order, make_stocked, number
from tests.races.orders import article, paid_part
from tests.races.race import Pair, given, race, read, told, twice

Ready = Callable[[], Pair]


def due() -> Part:
    """Money a maker of its own may be paid, once the worker has heard of it."""
    maker = make_maker()
    order = make_order({make_stocked(maker, pieces=1): 1}, method="upi")
    pay(order)
    one = order.parts.get()
    orders.accept(one, by=BY)
    parcel = delivery.pack(one, weight_g=600, by=BY)
    delivery.send_by_post(parcel, article=article(), by=BY)
    delivery.post_delivered(parcel, by=BY)
    return one


def propose(*parts: Part) -> PayoutRun:
    makers = [part.maker_id for part in parts]
    return actions.propose_payouts(parts[0].mart, maker_ids=makers, by=ACCOUNTANT)


def sent(*parts: Part) -> list[Payout]:
    ripen()
    run = actions.release_payouts(propose(*parts), by=COLLECTOR)
    return list(run.payouts.order_by("pk"))


@race(actions.propose_payouts, "ledger.nothing_owed")
def two_people_propose_one_payout() -> Ready:
    one = due()

    def ready() -> Pair:
        ripen()
        return Pair(
            lambda: propose(one), lambda: propose(one), lambda: Payout.objects.filter(maker=one.maker_id).count()
        )

    return ready


@race(actions.release_payouts, "ledger.run_closed")
def released_twice() -> Ready:
    one = due()

    def ready() -> Pair:
        ripen()
        run = propose(one)
        return twice(
            lambda row: actions.release_payouts(row, by=COLLECTOR), run, counted=told("ledger.payouts_released", run)
        )

    return ready


@race(actions.drop_payouts, "ledger.run_closed")
def dropped_and_released() -> Ready:
    one = due()

    def ready() -> Pair:
        ripen()
        run = propose(one)
        dropped, released = told("ledger.payouts_dropped", run), told("ledger.payouts_released", run)
        return Pair(
            given(lambda row: actions.drop_payouts(row, by=ACCOUNTANT), run),
            given(lambda row: actions.release_payouts(row, by=COLLECTOR), run),
            lambda: dropped() + released(),
        )

    return ready


@race(actions.leave_proposed, "ledger.run_closed", "ledger.all_coming_back")
def released_while_the_goods_are_coming_back() -> Ready:
    one = due()

    def ready() -> Pair:
        ripen()
        run = propose(one)
        orders.ask_return(read(one), reason="too small", by=MACHINE)
        return Pair(
            given(lambda row: actions.leave_proposed(row, by=MACHINE), one),
            given(lambda row: actions.release_payouts(row, by=COLLECTOR), run),
            told("ledger.payouts_dropped", run),
        )

    return ready


@race(actions.payout_paid, "ledger.payout_closed")
def paid_and_failed() -> Ready:
    one = due()

    def ready() -> Pair:
        (payout,) = sent(one)
        done, failed = told("ledger.payout_paid", payout), told("ledger.payout_failed", payout)
        return Pair(
            given(lambda row: actions.payout_paid(row, utr=utr(), by=ACCOUNTANT), payout),
            given(lambda row: actions.payout_failed(row, reason="closed", by=ACCOUNTANT), payout),
            lambda: done() + failed(),
        )

    return ready


@race(actions.payout_paid, "ledger.utr_used")
def two_payouts_under_one_reference() -> Ready:
    parts = (due(), due())

    def ready() -> Pair:
        one, two = sent(*parts)
        same = utr()
        return Pair(
            given(lambda row: actions.payout_paid(row, utr=same, by=ACCOUNTANT), one),
            given(lambda row: actions.payout_paid(row, utr=same, by=ACCOUNTANT), two),
            lambda: Payout.objects.filter(utr=same).count(),
        )

    return ready


@race(actions.send_refund, "ledger.utr_used", "payments.reference_known")
def one_reference_goes_to_a_payout_and_a_refund() -> Ready:
    one, back = due(), paid_part()

    def ready() -> Pair:
        (payout,) = sent(one)
        orders.cancel(back, reason="late", by=BY)
        actions.hold_refund(back, amount_paise=back.total_paise, by=BY)
        refund = payments.owe_refund(back, cause=f"cancelled:{back.pk}", amount_paise=back.total_paise, by=ACCOUNTANT)
        same = f"{700_000_000_000 + number()}"
        return Pair(
            given(lambda row: actions.payout_paid(row, utr=same, by=ACCOUNTANT), payout),
            given(lambda row: actions.send_refund(row, reference=same, by=ACCOUNTANT), refund),
            lambda: Payout.objects.filter(utr=same).count() + Refund.objects.filter(reference=same).count(),
        )

    return ready


def payout_and_payment(door: Callable[..., object]) -> Ready:
    """One reference goes to a payout, and to what a buyer pays."""
    one, order = due(), make_order(method="upi")

    def ready() -> Pair:
        (payout,) = sent(one)
        payment, same = Payment.objects.get(order=order), f"{800_000_000_000 + number()}"
        told = {"amount_paise": payment.amount_paise} if door is actions.confirm_payment else {}
        return Pair(
            given(lambda row: actions.payout_paid(row, utr=same, by=ACCOUNTANT), payout),
            given(lambda row: door(row, reference=same, **told, by=ACCOUNTANT), payment),
            lambda: Payout.objects.filter(utr=same).count() + Payment.objects.filter(reference=same).count(),
        )

    return ready


@race(actions.claim_payment, "ledger.utr_used", "payments.reference_used")
def one_reference_goes_to_a_payout_and_a_claim() -> Ready:
    return payout_and_payment(actions.claim_payment)


@race(actions.confirm_payment, "ledger.utr_used", "payments.reference_used")
def one_reference_goes_to_a_payout_and_a_payment() -> Ready:
    return payout_and_payment(actions.confirm_payment)


@race(actions.payout_failed, "ledger.payout_closed")
def failed_twice() -> Ready:
    one = due()

    def ready() -> Pair:
        (payout,) = sent(one)
        return twice(
            lambda row: actions.payout_failed(row, reason="closed", by=ACCOUNTANT),
            payout,
            counted=told("ledger.payout_failed", payout),
        )

    return ready


def utr() -> str:
    return f"RACE{number():08d}"


def settled(one: Part) -> Payout:
    (payout,) = sent(one)
    return actions.payout_paid(payout, utr=utr(), by=ACCOUNTANT)


@race(actions.share_given)
def a_share_is_given_twice() -> Ready:
    one = due()

    def ready() -> Pair:
        payout = settled(one)
        share = Share.objects.get(payout=payout)
        return twice(lambda row: actions.share_given(row, by=BY), share, counted=told("ledger.shares_given", payout))

    return ready


@race(actions.shares_given)
def all_shares_are_given_twice() -> Ready:
    one = due()

    def ready() -> Pair:
        payout = settled(one)
        return twice(lambda row: actions.shares_given(row, by=BY), payout, counted=told("ledger.shares_given", payout))

    return ready


@race(actions.bank_said)
def one_sheet_is_written_down_twice() -> Ready:
    one = due()

    def ready() -> Pair:
        (payout,) = sent(one)
        lines = [Said(2, payout=str(payout.pk), utr=utr(), run=payout.run.number)]
        return twice(
            lambda row: actions.bank_said(row.run, lines, dry=False, by=ACCOUNTANT),
            payout,
            counted=told("ledger.payout_paid", payout),
        )

    return ready
