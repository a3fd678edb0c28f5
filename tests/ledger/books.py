"""Roads of money through the real doors, and the books as a table."""

from haat.core import worker
from haat.core.actor import MACHINE, Actor
from haat.core.dates import today
from haat.core.doctor import examine
from haat.core.models import Job
from haat.delivery import actions as delivery
from haat.delivery.models import Parcel
from haat.ledger import actions
from haat.ledger.models import Account, Due, Payout, PayoutRun
from haat.makers.models import Maker
from haat.orders import actions as orders
from haat.orders.models import Order, Part, Return
from haat.payments import actions as payments
from haat.payments.models import Payment, Refund
from haat.places.models import Mart
from haat.shelf import build
from tests.make import BY, make_mart, make_order, make_stocked, number, walk

ACCOUNTANT, COLLECTOR = Actor(user_id=501), Actor(user_id=502)


def work() -> None:
    """The worker reacts to everything that happened, and nothing is left or given up.

    A turn of an account that was asked for later is none of it: the account would ask again and again.
    """
    left = Job.objects.exclude(state=Job.State.DONE).exclude(name="channels.turn", key__endswith=":later")
    for _turn in range(6):
        worker.run_due()
        left.filter(state=Job.State.WAITING).update(run_at="2020-01-01T00:00:00Z")
        if not left.exists():
            return
    raise AssertionError(list(left.values_list("name", "error")))


def books(mart: Mart | None = None) -> dict[str, int]:
    """Every account of a mart that is not empty: its kind (and owner's kind of number left out) → paise."""
    found: dict[str, int] = {}
    for row in Account.objects.filter(mart=mart or make_mart()):
        found[row.kind] = found.get(row.kind, 0) + row.balance_paise
    return {kind: paise for kind, paise in found.items() if paise}


def broken() -> dict[str, list[str]]:
    """What the doctor finds, once the shelf (which the factories go round) is built."""
    build.rebuild()
    return {finding.name: finding.examples for finding in examine() if finding.broken}


def upi_reference() -> str:
    return f"{600_000_000_000 + number()}"


def pay(order: Order) -> Payment:
    """The buyer's UPI payment is found in the bank."""
    payment = payments.ask(order, by=MACHINE)
    return payments.confirm(payment, reference=upi_reference(), amount_paise=payment.amount_paise, by=BY)


def delivered(maker: Maker | None = None, *, method: str = "cod", price_paise: int = 52_000) -> Part:
    """A part of one piece, paid and delivered; the worker has not reacted yet."""
    order = make_order({make_stocked(maker, price_paise=price_paise): 1}, method=method)
    if method == "upi":
        pay(order)
    return walk(order.parts.get(), "delivered")


def bring_cash(part: Part, *, short: int = 0) -> None:
    """The rider's round is over, its cash counted (`short` paise less) and taken to the bank."""
    round = Parcel.objects.get(part=part).round
    assert round is not None
    delivery.end_round(round, by=Actor(round.rider_id))
    delivery.close_round(round, counted_paise=round.cash_paise - short, by=ACCOUNTANT)
    work()
    actions.bank_cash(part.mart, amount_paise=round.cash_paise - short, cause=f"c{round.pk}", by=ACCOUNTANT)


def ripen() -> None:
    """The days for sending back are over."""
    Due.objects.update(pay_from=today())


def payable(maker: Maker | None = None, *, price_paise: int = 52_000) -> Part:
    """A part whose money is in the bank and may be paid out today."""
    part = delivered(maker, method="upi", price_paise=price_paise)
    work()
    ripen()
    return part


def proposed(*makers: Maker | None) -> PayoutRun:
    """A run with one payout for each of these makers."""
    for maker in makers or (None,):
        part = payable(maker)
    return actions.propose_payouts(part.mart, by=ACCOUNTANT)


def sent(*makers: Maker | None) -> list[Payout]:
    """Released payouts, in the order of their makers."""
    run = actions.release_payouts(proposed(*makers), by=COLLECTOR)
    return list(run.payouts.order_by("pk"))


def send_back(part: Part) -> Return:
    """The buyer returns it and it comes in."""
    asked = orders.ask_return(part, reason="too small", by=MACHINE)
    return orders.receive_return(asked, by=BY)


def refund(part: Part) -> Refund:
    """The desk sends the buyer her money."""
    return payments.refund_sent(Refund.objects.get(part=part), reference=upi_reference(), by=ACCOUNTANT)
