"""What must hold of accounts and what is kept of them: nothing is as nobody has said, and nothing waits for ever."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from haat.channels.actions.leasing import LEASE
from haat.channels.actions.quotas import LEAST_RATE, MICRO, MOST_BURST, MOST_RATE
from haat.channels.channel import OPERATIONS, Shut
from haat.channels.keys import keys_of
from haat.channels.models import Account, Asked, Attempt, Cause, Found, Offer, Quota, Refusal, Sale, Schema
from haat.channels.states import digest_of, seen_as
from haat.core.doctor import check
from haat.core.models import Event
from haat.core.trail import last, told
from haat.orders.models import ArrivedLine, OrderLine, Part, Return

BATCH = 500
HOUR, MONTH = timedelta(hours=1), timedelta(days=31)
ACCOUNT = ("channels.account_connected", "channels.account_closed")
MOVED = (ACCOUNT[0], "channels.account_stopped", "channels.account_works_again")
PAUSED = ("channels.account_paused", "channels.account_resumed")
STATE, FOUND = Account.State, Found.State


# ---- accounts ----


@check("channels: accounts stand as told")
def accounts_are_told() -> Iterable[str]:
    """Open since it was connected or worked again, stopped or closed as told; paused by somebody, or not."""
    rows = Account.objects.annotate(
        shut=last(told(Account, *ACCOUNT)), moved=last(told(Account, *MOVED)), held=last(told(Account, *PAUSED))
    )
    works = Q(moved__in=(MOVED[0], MOVED[2]))
    right = (
        Q(state=STATE.CLOSED, shut=ACCOUNT[1])
        | Q(state=STATE.OPEN, shut=ACCOUNT[0]) & works
        | Q(state=STATE.STOPPED, shut=ACCOUNT[0], moved=MOVED[1])
    )
    for account in rows.exclude(right).order_by("pk"):
        yield f"account {account.pk} ({account}) is {account.state}, told last as {account.moved or 'nothing'}"
    for account in rows.order_by("pk"):
        if (account.paused_at is not None) != (account.held == PAUSED[0]):
            yield f"account {account.pk} ({account}): paused at {account.paused_at}, told as {account.held or 'not'}"
    since = Q(lacking={}, lacking_since__isnull=False) | ~Q(lacking={}) & Q(lacking_since=None)
    for account in rows.filter(since):
        yield f"account {account.pk} ({account}): its keys lack {account.lacking}, since {account.lacking_since}"
    for account in rows.filter(state=STATE.STOPPED, trouble=""):
        yield f"account {account.pk} ({account}): stopped, and nobody knows why"


@check("channels: keys of open accounts can be opened here")
def keys_open() -> Iterable[str]:
    """Of one that is stopped its page says what is the matter."""
    for account in Account.objects.filter(state=STATE.OPEN).order_by("pk"):
        try:
            keys_of(account)
        except Shut:
            yield f"account {account.pk} ({account}): its keys cannot be opened"


@check("channels: no account waits for ever")
def accounts_go_on() -> Iterable[str]:
    """A turn ends or its time runs out; what waits, waits for a day that comes."""
    now = timezone.now()
    for account in Account.objects.filter(turn_until__gt=now + LEASE + HOUR).order_by("pk"):
        yield f"account {account.pk} ({account}): it is held until {account.turn_until}"
    for account in Account.objects.exclude(state=STATE.CLOSED).order_by("pk"):
        times = {"orders": account.orders_at or now, "check": account.rest_until or now}
        times |= {name: parse_datetime(until) for name, until in account.waits.items()}
        for what, until in times.items():
            if until is None or until > now + MONTH:
                yield f"account {account.pk} ({account}): {what} waits until {until}"
    late = Q(look_at__gt=now + MONTH) | Q(send_at__gt=now + MONTH)
    for offer in Offer.objects.filter(late).only("pk", "sku", "account").order_by("pk"):
        yield f"offer {offer.pk} ({offer}): it is not looked at for longer than a month"
    for attempt in Attempt.objects.filter(look_at__gt=now + MONTH).order_by("pk"):
        yield f"attempt {attempt.pk} ({attempt}): nobody asks for it for longer than a month"


@check("channels: quotas are buckets that fill")
def quotas_can_be() -> Iterable[str]:
    """No more in it than fits, something comes back, and no more than any channel gives."""
    now = int(timezone.now().timestamp() * MICRO)
    wrong = Q(left_micro__gt=F("burst_micro")) | Q(burst_micro__lt=MICRO) | Q(burst_micro__gt=MOST_BURST * MICRO)
    wrong |= Q(rate_micro__lt=LEAST_RATE) | Q(rate_micro__gt=MOST_RATE) | Q(used__lt=0)
    ahead = now + int(HOUR.total_seconds()) * MICRO
    wrong |= Q(at_micro__gt=ahead) | Q(lowered_until_micro__gt=ahead + int(HOUR.total_seconds()) * MICRO)
    for quota in Quota.objects.filter(wrong).order_by("pk"):
        figures = f"{quota.left_micro} of {quota.burst_micro} left, {quota.rate_micro} a second, at {quota.at_micro}"
        yield f"quota {quota.pk} ({quota}): {figures}"


@check("channels: what channels ask can be read")
def asked_can_be_read() -> Iterable[str]:
    """A schema names what it always asks for; a question has a name and a product type."""
    rows = Schema.objects.order_by("pk").values_list("pk", "product_type", "version", "body__asks")
    for pk, product_type, version, asks in rows.iterator(chunk_size=BATCH):
        names = isinstance(asks, list | type(None)) and all(isinstance(name, str) and name for name in asks or ())
        if not names or not product_type or not version:
            yield f"schema {pk} ({product_type or 'of nothing'} {version}): what it asks cannot be read"
    for asked in Asked.objects.filter(Q(name="") | Q(product_type="")).order_by("pk"):
        yield f"question {asked.pk} ({asked}): nobody knows what is asked"


# ---- offers ----


@check("channels: goods stand where somebody published them")
def published_is_told() -> Iterable[str]:
    """Open is what was published or adopted last, and not taken off, nor its account closed, since."""
    said: dict[int, tuple[int, bool]] = {}
    closed: dict[int, int] = {}
    kinds = ("channels.published", "channels.taken_off", "channels.adopted", ACCOUNT[1])
    events = Event.objects.filter(kind__in=kinds).order_by("pk")
    for pk, kind, subject_id, data in events.values_list("pk", "kind", "subject_id", "data").iterator():
        if kind == ACCOUNT[1]:
            closed[subject_id] = pk
        else:
            offers = [subject_id] if kind == "channels.adopted" else data["offer_ids"]
            said |= dict.fromkeys(offers, (pk, kind != "channels.taken_off"))
    rows = Offer.objects.order_by("pk").values_list("pk", "sku", "account_id", "open")
    for pk, sku, account_id, is_open in rows.iterator():
        at, wanted = said.get(pk, (0, False))
        if is_open != (wanted and at > closed.get(account_id, 0)):
            yield f"offer {pk} ({sku} at {account_id}): {'open' if is_open else 'off'}, told otherwise"
    held = last(told(Offer, "channels.offer_paused", "channels.offer_resumed"))
    for offer in Offer.objects.annotate(held=held).only("pk", "sku", "account", "paused").order_by("pk"):
        if offer.paused != (offer.held == "channels.offer_paused"):
            yield f"offer {offer.pk} ({offer}): {'paused' if offer.paused else 'not paused'}, told otherwise"


@check("channels: what goes out is what was reckoned")
def bodies_are_reckoned() -> Iterable[str]:
    """Of an offer that was looked at, what is wanted and seen has the digest it is known by; figures can be."""
    rows = Offer.objects.filter(open=True, made__gte=F("touched")).order_by("pk")
    fields = ("pk", "sku", "account_id", "wanted", "wanted_body", "seen", "seen_body", "there")
    for pk, sku, account_id, wanted, wanted_body, seen, seen_body, there in rows.values_list(*fields).iterator(
        chunk_size=BATCH
    ):
        made = {part: digest_of(body) for part, body in wanted_body.items()}
        if wanted != made:
            yield f"offer {pk} ({sku} at {account_id}): what is wanted is not what was reckoned"
        elif there and seen != seen_as(wanted, wanted_body, seen_body):
            yield f"offer {pk} ({sku} at {account_id}): what is seen is not what was read"
    strange = Q(made__gt=F("touched")) | Q(open=False, pieces__gt=0)
    strange |= Q(there=False) & (Q(buyable=True) | Q(shown=True))
    strange |= Q(made__gte=F("touched"), there=True, buyable=True, live_at=None)
    for offer in Offer.objects.filter(strange).only("pk", "sku", "account").order_by("pk"):
        yield f"offer {offer.pk} ({offer}): it says of itself what cannot be"
    elsewhere = Offer.objects.exclude(attempt=None).exclude(attempt__account=F("account"))
    for offer in elsewhere.only("pk", "sku", "account").order_by("pk"):
        yield f"offer {offer.pk} ({offer}): it was sent to another account"


@check("channels: sendings can be asked for, and end")
def attempts_can_be() -> Iterable[str]:
    """What was taken has its number there; an unknown one ends when no offer of it is read back any more."""
    rows = Attempt.objects.order_by("pk")
    waits = Offer.objects.filter(attempt=OuterRef("pk")).exclude(sending={})
    for attempt in rows.filter(state=Attempt.State.TAKEN, ref=""):
        yield f"attempt {attempt.pk} ({attempt}): taken, and nobody can ask for it"
    for attempt in rows.filter(~Exists(waits), state=Attempt.State.UNKNOWN, ended_at=None):
        yield f"attempt {attempt.pk} ({attempt}): unknown, and nothing of it is read back"
    wrong = ~Q(operation__in=OPERATIONS) | Q(number=0) | Q(ended_at__lt=F("began_at"))
    for attempt in rows.filter(wrong):
        yield f"attempt {attempt.pk} ({attempt}): no sending is so"


@check("channels: what stood there before is left alone until somebody speaks")
def found_is_settled() -> Iterable[str]:
    """What is adopted is the offer of its size, as somebody said; under what is not, nothing was ever sent."""
    offers = Offer.objects.filter(account=OuterRef("account"), sku=OuterRef("sku"))
    rows = Found.objects.annotate(said=last(told(Found, "channels.left_alone"))).order_by("pk")
    adopted = {data["found_id"] for data in _data("channels.adopted")}
    for row in rows.filter(~Exists(offers.filter(variant=OuterRef("variant"))), state=FOUND.ADOPTED):
        yield f"found {row.pk} ({row}): adopted, and no offer goes by it"
    for row in rows:
        right = {FOUND.ADOPTED: row.pk in adopted, FOUND.LEFT: row.said != "", FOUND.OPEN: row.said == ""}
        if not right[FOUND(row.state)] or (row.state == FOUND.OPEN and row.pk in adopted):
            yield f"found {row.pk} ({row}): it is {row.state}, and nobody said so"
    for row in rows.filter(Exists(offers.filter(sent_at__isnull=False))).exclude(state=FOUND.ADOPTED):
        yield f"found {row.pk} ({row}): something of ours was sent over it"


def _data(kind: str) -> Iterator[Mapping[str, Any]]:
    return Event.objects.filter(kind=kind).order_by("pk").values_list("data", flat=True).iterator()


@check("channels: what is said against goods can be told to somebody")
def causes_can_be_told() -> Iterable[str]:
    """A cause is of its account's mart, and somebody's; how grave it is is known, and it ends after it began."""
    for cause in Cause.objects.filter(~Q(mart=F("account__mart")) | ~Q(who__in=Cause.Who.values) | Q(code="")):
        yield f"cause {cause.pk} ({cause}): nobody can be told of it"
    wrong = ~Q(severity__in=("error", "warning", "info")) | ~Q(source__in=Refusal.Source.values)
    for refusal in Refusal.objects.filter(wrong | Q(ended_at__lt=F("at"))).order_by("pk"):
        yield f"refusal {refusal.pk} of offer {refusal.offer_id}: nobody says so"


# ---- orders ----


@check("channels: what was cancelled there is not kept for its buyer here")
def cancelled_is_given_back() -> Iterable[str]:
    """Of every line as many pieces live as are wanted there, or a person is asked."""
    rows = Sale.objects.filter(problem="", arrival__isnull=False).exclude(cancelled={}).order_by("pk")
    sales = rows.iterator(chunk_size=BATCH)
    while some := list(islice(sales, BATCH)):
        yield from _kept_too_many(some)


def _kept_too_many(sales: list[Sale]) -> Iterator[str]:
    by_arrival = {sale.arrival_id: sale for sale in sales}
    wanted: dict[int | None, dict[tuple[int, int], int]] = {}
    lines = ArrivedLine.objects.filter(arrival__in=by_arrival, state=ArrivedLine.State.TAKEN, line__isnull=False)
    for line in lines.select_related("line"):
        assert line.line is not None
        gone = min(by_arrival[line.arrival_id].cancelled.get(line.external_id, 0), line.quantity)
        piles, pile = wanted.setdefault(line.arrival_id, {}), (line.line.variant_id, line.piece_paise)
        piles[pile] = piles.get(pile, 0) + line.quantity - gone
    alive: dict[int | None, dict[tuple[int, int], int]] = {}
    gone = (Part.State.CANCELLED, Part.State.RETURNED)
    back = Sum("returned__pieces", filter=Q(returned__ret__state=Return.State.RECEIVED), default=0)
    of = OrderLine.objects.filter(part__order__arrival__in=by_arrival).exclude(part__state__in=gone)
    fields = ("part__order__arrival", "variant_id", "piece_paise", "kept")
    for arrival_id, variant_id, paise, pieces in of.annotate(kept=F("quantity") - back).values_list(*fields):
        piles = alive.setdefault(arrival_id, {})
        piles[variant_id, paise] = piles.get((variant_id, paise), 0) + pieces
    for arrival_id, sale in by_arrival.items():
        for pile, pieces in sorted(alive.get(arrival_id, {}).items()):
            if pieces > wanted.get(arrival_id, {}).get(pile, 0):
                yield f"order {sale} of account {sale.account_id}: {pieces} of size {pile[0]} live, fewer are wanted"


@check("channels: orders are kept as their channel allows")
def sales_can_be() -> Iterable[str]:
    """Of its account's mart; of what was forgotten nothing is left; pieces are counted, and who asks was told of."""
    for sale in Sale.objects.exclude(mart=F("account__mart")).order_by("pk"):
        yield f"order {sale} of account {sale.account_id}: it is of another mart"
    kept = ~Q(raw={}) | Q(facts__isnull=False)
    for sale in Sale.objects.filter(kept, forgotten_at__isnull=False).order_by("pk"):
        yield f"order {sale} of account {sale.account_id}: its buyer was to be forgotten"
    for sale in Sale.objects.exclude(cancelled={}).order_by("pk").iterator(chunk_size=BATCH):
        if not all(isinstance(pieces, int) and pieces >= 0 for pieces in sale.cancelled.values()):
            yield f"order {sale} of account {sale.account_id}: what was cancelled cannot be counted"
    asked = told(Sale, "channels.cancel_asked")
    for sale in Sale.objects.filter(~Exists(asked), asks_cancel=True).order_by("pk"):
        yield f"order {sale} of account {sale.account_id}: its buyer asks to cancel, and nobody was told"
    for sale in Sale.objects.exclude(problem__in=("", *Sale.Problem.values)).order_by("pk"):
        yield f"order {sale} of account {sale.account_id}: nobody knows the problem {sale.problem}"
