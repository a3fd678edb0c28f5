"""What is stuck, oldest first, each with a person to call and the one page whose button moves it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from haat.catalogue.models import Good
from haat.core.dates import start_of, today
from haat.ledger.models import Due, Payout
from haat.ledger.queries import missing_cash
from haat.makers.models import Maker
from haat.orders.models import SellerOrder
from haat.payments.models import Payment, Refund
from haat.places.models import Mart, Place

MOST = 200


@dataclass(frozen=True)
class Stuck:
    """`kind` names the trouble and its button; `holds_paise` what it holds up; `url_name(*args)` the page."""

    kind: str
    what: str
    maker: Maker | None
    who: str
    phone: str
    block: Place | None
    since: datetime
    holds_paise: int
    url_name: str
    args: tuple[int | str, ...]


def _parts(mart: Mart, place: Place, *states: str) -> QuerySet[SellerOrder]:
    return (
        SellerOrder.objects.filter(place.range("maker__place__path"), mart=mart, state__in=states)
        .select_related("maker__block", "order")
        .order_by("placed_at")
    )


def _of_maker(kind: str, what: str, maker: Maker, since: datetime, holds: int, url: str, *args: int | str) -> Stuck:
    return Stuck(kind, what, maker, "", maker.phone, maker.block, since, holds, url, args)


def not_accepted(mart: Mart, place: Place) -> Iterable[Stuck]:
    """Orders their maker has not accepted for a day."""
    limit = timezone.now() - timedelta(days=1)
    for part in _parts(mart, place, SellerOrder.State.PLACED).filter(placed_at__lt=limit)[:MOST]:
        yield _of_maker(
            "not_accepted",
            part.number,
            part.maker,
            part.placed_at,
            part.total_paise,
            "office:order",
            part.number,
        )


def not_packed(mart: Mart, place: Place) -> Iterable[Stuck]:
    """Orders accepted two days ago and not packed."""
    limit = timezone.now() - timedelta(days=2)
    for part in _parts(mart, place, SellerOrder.State.ACCEPTED).filter(accepted_at__lt=limit)[:MOST]:
        since = part.accepted_at or part.placed_at
        yield _of_maker("not_packed", part.number, part.maker, since, part.total_paise, "office:order", part.number)


def late_parcels(mart: Mart, place: Place) -> Iterable[Stuck]:
    """Parcels past the day promised to the buyer."""
    rows = _parts(mart, place, SellerOrder.State.PACKED, SellerOrder.State.ON_THE_WAY)
    for part in rows.filter(promised_by__lt=today())[:MOST]:
        since = start_of(part.promised_by)
        yield _of_maker("late_parcel", part.number, part.maker, since, part.total_paise, "office:order", part.number)


def unchecked_goods(mart: Mart, place: Place) -> Iterable[Stuck]:
    """Goods waiting for the desk's check for more than two days."""
    limit = timezone.now() - timedelta(days=2)
    rows = Good.objects.filter(
        place.range("maker__place__path"), mart=mart, state=Good.State.WAITING, sent_at__lt=limit
    )
    for good in rows.select_related("maker__block").order_by("sent_at")[:MOST]:
        since = good.sent_at or good.made_at
        yield _of_maker("unchecked_good", good.slug, good.maker, since, 0, "office:good", good.pk)


def failed_payouts(mart: Mart, place: Place) -> Iterable[Stuck]:
    """Payouts the bank sent back, until the maker's money is in another one."""
    again = Payout.objects.filter(maker=OuterRef("maker"), pk__gt=OuterRef("pk"))
    rows = Payout.objects.filter(
        ~Exists(again.exclude(state=Payout.State.DROPPED)),
        place.range("maker__place__path"),
        mart=mart,
        state=Payout.State.FAILED,
    )
    for payout in rows.select_related("maker__block").order_by("sent_at")[:MOST]:
        since = payout.sent_at or timezone.now()
        yield _of_maker(
            "failed_payout",
            payout.failure,
            payout.maker,
            since,
            payout.amount_paise,
            "office:maker",
            payout.maker_id,
        )


def no_bank_account(mart: Mart, place: Place) -> Iterable[Stuck]:
    """Makers with money due and no bank account, or none the desk has confirmed, to send it to.

    An account the bank refused stands there as its failed payout.
    """
    rows = Maker.objects.filter(
        Q(bank__isnull=True) | Q(bank__confirmed=False, bank__sent_back=False), mart=mart, dues__state=Due.State.EARNED
    ).within(place)
    owed = rows.annotate(owed=Sum("dues__amount_paise"), oldest=Min("dues__earned_at"))
    for maker in owed.select_related("block").order_by("oldest")[:MOST]:
        yield _of_maker("no_bank_account", maker.slug, maker, maker.oldest, maker.owed, "office:maker", maker.pk)


def not_open(mart: Mart, place: Place) -> Iterable[Stuck]:
    """Makers enrolled a week ago and still not live."""
    limit = timezone.now() - timedelta(days=7)
    rows = Maker.objects.filter(mart=mart, state=Maker.State.ENROLLED, enrolled_at__lt=limit).within(place)
    for maker in rows.select_related("block").order_by("enrolled_at")[:MOST]:
        yield _of_maker("not_open", maker.slug, maker, maker.enrolled_at, 0, "office:maker", maker.pk)


def _buyer(kind: str, payment: Payment, since: datetime, holds: int) -> Stuck:
    order = payment.order
    return Stuck(kind, order.number, None, order.name, order.phone, None, since, holds, "office:payments", ())


def unconfirmed_payments(mart: Mart, place: Place) -> Iterable[Stuck]:
    """UPI references buyers gave that nobody compared with the bank statement for half a day (district only)."""
    if place.kind == Place.Kind.BLOCK:
        return
    limit = timezone.now() - timedelta(hours=12)
    rows = Payment.objects.filter(mart=mart, state=Payment.State.CLAIMED, claimed_at__lt=limit)
    for payment in rows.select_related("order").order_by("claimed_at")[:MOST]:
        yield _buyer("unconfirmed_payment", payment, payment.claimed_at or payment.made_at, payment.amount_paise)


def owed_refunds(mart: Mart, place: Place) -> Iterable[Stuck]:
    """Refunds owed for more than three days (district only)."""
    if place.kind == Place.Kind.BLOCK:
        return
    limit = timezone.now() - timedelta(days=3)
    rows = Refund.objects.filter(mart=mart, state=Refund.State.OWED, made_at__lt=limit)
    for refund in rows.select_related("payment__order").order_by("made_at")[:MOST]:
        yield _buyer("owed_refund", refund.payment, refund.made_at, refund.amount_paise)


def missing_cash_rows(mart: Mart, place: Place) -> Iterable[Stuck]:
    """Cash a rider still owes of a round that was counted (district only)."""
    if place.kind == Place.Kind.BLOCK:
        return
    for row in missing_cash(mart)[:MOST]:
        rider, since = row.round.rider, row.round.closed_at or row.round.made_at
        yield Stuck(
            "missing_cash", "", None, rider.name, rider.phone, None, since, row.paise, "office:round", (row.round.pk,)
        )


SOURCES: tuple[Callable[[Mart, Place], Iterable[Stuck]], ...] = (
    failed_payouts,
    no_bank_account,
    not_accepted,
    not_packed,
    late_parcels,
    unchecked_goods,
    unconfirmed_payments,
    owed_refunds,
    missing_cash_rows,
    not_open,
)


def stuck(mart: Mart, place: Place) -> list[Stuck]:
    """Everything stuck at or below `place`, oldest first; a fixed number of queries."""
    found = [row for source in SOURCES for row in source(mart, place)]
    return sorted(found, key=lambda row: row.since)
