"""Reading accounts, what keeps goods back, and orders as channels tell of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.text import format_lazy

from haat.catalogue.models import Good
from haat.channels.channel import Channel, find
from haat.channels.models import IS_DUE, Account, Attempt, Cause, Found, Offer, Quota, Refusal, Sale
from haat.channels.troubles import GIVE_RIGHT, LACKING, ONE_RIGHT, OTHER, Word, word_of
from haat.core.dates import today
from haat.makers.models import Maker
from haat.orders.models import Order, OrderLine, Part
from haat.places.models import Mart

State = Offer.State
# What waits for the channel, in one word of the desk's.
WAITING = (State.READY, State.SENDING, State.UNKNOWN, State.ACCEPTED)
TASKS = ("error", "warning")
# What brought nothing.
GONE = (Part.State.AWAITING_PAYMENT, Part.State.CANCELLED, Part.State.RETURNED)
DAY, MICRO = 86_400, 1_000_000
# Days before which it is told that an account's keys end.
KEYS_END_DAYS = 30


@dataclass(frozen=True)
class Used:
    """Of the operation that an account has used most today: how many calls, and how many there may be in a day."""

    operation: str
    calls: int
    most: int

    @property
    def percent(self) -> int:
        return min(100, self.calls * 100 // self.most) if self.most else 0


@dataclass(frozen=True)
class Lack:
    """What the keys do not allow (`sentence`), how the channel calls the right, and since when."""

    sentence: "str | Promise"
    right: "str | Promise"
    since: datetime | None

    @property
    def next_step(self) -> "str | Promise":
        """What mends it."""
        return format_lazy(GIVE_RIGHT, right=self.right) if self.right else word_of(ONE_RIGHT).next_step


@dataclass(frozen=True)
class Row:
    """An account as the desk's first page shows it: offers by state, changes that wait, and what is the matter."""

    account: Account
    channel: Channel | None
    counts: dict[str, int]
    waits: int
    used: Used | None
    trouble: Word | None
    lacking: list[Lack]
    found: int

    @property
    def title(self) -> "str | Promise":
        """What the channel is called; its slug, when its folder is gone."""
        return self.channel.title if self.channel else self.account.channel

    @property
    def live_after(self) -> "str | Promise":
        """How long a change takes to be live."""
        return self.channel.live_after if self.channel else ""

    @property
    def waiting(self) -> int:
        """Offers that were sent, or go next, and that no buyer can buy yet."""
        return sum(self.counts.get(state, 0) for state in WAITING)

    @property
    def keys_end_soon(self) -> bool:
        """Whether its keys end within KEYS_END_DAYS."""
        end = self.account.keys_end
        return end is not None and (end - today()).days <= KEYS_END_DAYS


def lacks_of(account: Account) -> list[Lack]:
    """What the keys of an account do not allow, each thing once, the eldest first."""
    channel = find(account.channel)
    rights = channel.rights if channel is not None else {}
    found: dict[str, Lack] = {}
    for step, since in sorted(account.lacking.items(), key=lambda each: str(each[1])):
        sentence = LACKING.get(step, LACKING[OTHER])
        found.setdefault(str(sentence), Lack(sentence, rights.get(step, ""), parse_datetime(str(since))))
    return list(found.values())


def accounts_of(mart: Mart) -> QuerySet[Account]:
    """The mart's accounts, those that are open first."""
    return (
        Account.objects.filter(mart=mart).select_related("seller", "place", "mart").order_by("state", "channel", "pk")
    )


def account_of(mart: Mart, pk: int) -> Account | None:
    """One of them."""
    return accounts_of(mart).filter(pk=pk).first()


def rows_of(mart: Mart) -> list[Row]:
    """Every account that is not closed with how its offers stand; five statements."""
    accounts = list(accounts_of(mart).exclude(state=Account.State.CLOSED))
    counts: dict[int, dict[str, int]] = {}
    states = Offer.objects.filter(mart=mart).order_by().values_list("account", "state").annotate(n=Count("pk"))
    for account_id, state, number in states:
        counts.setdefault(account_id, {})[state] = number
    due = Offer.objects.filter(IS_DUE, account__in=accounts).order_by().values_list("account").annotate(n=Count("pk"))
    waits = dict(due)
    found = Found.objects.filter(account__in=accounts, state=Found.State.OPEN).order_by().values_list("account")
    open_found = dict(found.annotate(n=Count("pk")))
    used = used_of(accounts)
    return [
        Row(
            account,
            find(account.channel),
            counts.get(account.pk, {}),
            waits.get(account.pk, 0),
            used.get(account.pk),
            word_of(account.trouble) if account.trouble else None,
            lacks_of(account),
            open_found.get(account.pk, 0),
        )
        for account in accounts
    ]


def used_of(accounts: Collection[Account]) -> dict[int, Used]:
    """By account, the operation of which most was used today."""
    found: dict[int, Used] = {}
    for row in Quota.objects.filter(account__in=accounts).order_by("pk"):
        used = _used(row)
        if row.account_id not in found or used.percent > found[row.account_id].percent:
            found[row.account_id] = used
    return found


def quotas_of(account: Account) -> list[Used]:
    """Every operation of an account, with today's calls."""
    return [_used(row) for row in Quota.objects.filter(account=account).order_by("operation")]


def _used(row: Quota) -> Used:
    """Of today, by the days of UTC that quotas are counted in."""
    today_micro = int(datetime.now(UTC).timestamp()) // DAY * DAY * MICRO
    calls = row.used if row.at_micro >= today_micro else 0
    return Used(row.operation, calls, (row.burst_micro + row.rate_micro * DAY) // MICRO)


def open_attempts(account: Account) -> QuerySet[Attempt]:
    """Sendings that have not ended: under way, waiting for a report, or unknown."""
    return Attempt.objects.filter(account=account, ended_at=None).order_by("pk")


# ---- what keeps goods back ----


def causes_of(mart: Mart, *, who: str = "", account: Account | None = None) -> QuerySet[Cause]:
    """What keeps goods back, most goods first: each with how many `goods` and `offers`, and since when (`oldest`).

    What is only remarked on keeps nothing back.
    """
    stands = Q(refusals__ended_at=None, refusals__severity__in=TASKS)
    rows = Cause.objects.filter(mart=mart, closed_at=None).select_related("account")
    if who:
        rows = rows.filter(who=who)
    if account is not None:
        rows = rows.filter(account=account)
    counted = rows.annotate(
        goods=Count("refusals__offer__variant__good", filter=stands, distinct=True),
        offers=Count("refusals__offer", filter=stands, distinct=True),
        oldest=Min("refusals__at", filter=stands),
    )
    return counted.filter(offers__gt=0).order_by("-goods", "oldest", "pk")


def cause_of(mart: Mart, pk: int) -> Cause | None:
    """One of them, also when it is closed."""
    return Cause.objects.filter(mart=mart, pk=pk).select_related("account").first()


def by_who(mart: Mart) -> dict[str, int]:
    """Whose work it is → how many causes."""
    found: dict[str, int] = {}
    for who in causes_of(mart).values_list("who", flat=True):
        found[who] = found.get(who, 0) + 1
    return found


def refusals_of(offer: Offer) -> QuerySet[Refusal]:
    """What stands against an offer, the gravest first."""
    rows = Refusal.objects.filter(offer=offer, ended_at=None).select_related("cause__account")
    return rows.order_by("severity", "at", "pk")


def asked_of(maker: Maker, *, who: Collection[str] = (Cause.Who.MAKER, Cause.Who.COORDINATOR)) -> QuerySet[Refusal]:
    """What is asked of a maker's goods for channels, the oldest first, each with its good, account and cause."""
    rows = Refusal.objects.filter(offer__variant__good__maker=maker, ended_at=None, severity__in=TASKS)
    rows = rows.filter(cause__who__in=who, offer__open=True)
    return rows.select_related("cause__account", "offer__variant__good").order_by("at", "pk")


# ---- orders ----


def sale_of(order: Order) -> Sale | None:
    """An order as its channel tells of it: its number and its clock there."""
    return Sale.objects.filter(arrival__order=order).select_related("account").first()


def sales_waiting(mart: Mart) -> QuerySet[Sale]:
    """Orders from channels that wait for a person: unreadable, cancelled too late, or asked to be cancelled."""
    waiting = Q(asks_cancel=True) | ~Q(problem="")
    return Sale.objects.filter(waiting, mart=mart).select_related("account", "arrival__order").order_by("pk")


@dataclass(frozen=True)
class Sold:
    """What a good brought at an account: pieces, and paise for its maker; estimated until all of it was settled."""

    pieces: int = 0
    maker_paise: int = 0
    estimated: bool = False


def sold_at(good: Good) -> dict[tuple[str, str], Sold]:
    """(channel, account) → what was ordered of a good there, and neither cancelled nor sent back; one statement."""
    rows = OrderLine.objects.filter(good=good).exclude(part__state__in=GONE)
    owes = F("part__receivable__sold_paise") - F("part__receivable__returned_paise")
    open_ = Q(part__receivable=None) | Q(part__receivable__settled_paise__lt=owes)
    unsettled = Count("pk", filter=Q(part__order__pays=Order.Pays.ELSEWHERE) & open_)
    sums = rows.order_by().values_list("part__order__channel", "part__order__account")
    found = sums.annotate(pieces=Sum("quantity"), maker=Sum("maker_paise"), unsettled=unsettled)
    return {(channel, key): Sold(pieces, paise, bool(left)) for channel, key, pieces, paise, left in found}


@dataclass(frozen=True)
class Somewhere:
    """Where a good is to be sold besides the mart's shop: its offers there, since when it is live, what it brought."""

    account: Account
    channel: Channel | None
    offers: list[Offer]
    sold: Sold
    asks: list[Refusal] = field(default_factory=list)

    @property
    def live_since(self) -> datetime | None:
        """Since when a buyer can buy it there; None while none can."""
        live = [offer.live_at for offer in self.offers if offer.buyable and offer.live_at]
        return min(live, default=None)


def places_of_sale(good: Good, sold: Mapping[tuple[str, str], Sold] | None = None) -> list[Somewhere]:
    """Every account at which a size of the good that is made is wanted; three statements, two when `sold` is known."""
    offers = Offer.objects.filter(variant__good=good, variant__active=True, open=True)
    offers = offers.select_related("account", "variant").defer("wanted_body", "seen_body")
    sold = sold_at(good) if sold is None else sold
    asks: dict[int, list[Refusal]] = {}
    for refusal in Refusal.objects.filter(
        offer__variant__good=good, ended_at=None, severity__in=TASKS, offer__open=True
    ).select_related("cause__account", "offer"):
        asks.setdefault(refusal.offer.account_id, []).append(refusal)
    by_account: dict[int, list[Offer]] = {}
    for offer in offers.order_by("account", "pk"):
        by_account.setdefault(offer.account_id, []).append(offer)
    return [
        Somewhere(
            each[0].account,
            find(each[0].account.channel),
            each,
            sold.get((each[0].account.channel, each[0].account.key), Sold()),
            asks.get(pk, []),
        )
        for pk, each in by_account.items()
    ]


# ---- for operators ----


def status(accounts: Collection[Account]) -> list[dict[str, Any]]:
    """How accounts stand, in plain values: for `haat channels status` and for who watches over it."""
    return [_status(account) for account in accounts]


def _status(account: Account) -> dict[str, Any]:
    offers = Offer.objects.filter(account=account).order_by()
    sales = Sale.objects.filter(account=account).order_by()
    causes = causes_of(account.mart, account=account)
    attempts = open_attempts(account)
    trouble = {"code": account.trouble, "said": account.trouble_said, "since": _iso(account.trouble_since)}
    return {
        "id": account.pk,
        "mart": account.mart.slug,
        "channel": account.channel,
        "key": account.key,
        "name": account.name,
        "state": account.state,
        "paused": account.paused_why if account.paused_at else None,
        "trouble": trouble if account.trouble else None,
        "lacking": account.lacking,
        "keys_end": account.keys_end.isoformat() if account.keys_end else None,
        "contact_at": _iso(account.contact_at),
        "offers": dict(offers.values_list("state").annotate(n=Count("pk"))),
        "changes_waiting": offers.filter(IS_DUE).count(),
        "not_looked_at": offers.filter(touched__gt=F("made")).count(),
        "attempts": [
            {
                "id": row.pk,
                "operation": row.operation,
                "state": row.state,
                "number": row.number,
                "ref": row.ref,
                "began_at": _iso(row.began_at),
                "look_at": _iso(row.look_at),
            }
            for row in attempts
        ],
        "causes": [
            {
                "id": cause.pk,
                "code": cause.code,
                "about": cause.about,
                "ours": cause.ours,
                "who": cause.who,
                "offers": cause.offers,  # type: ignore[attr-defined]
                "oldest": _iso(cause.oldest),  # type: ignore[attr-defined]
                "said": cause.said,
            }
            for cause in causes
        ],
        "orders": dict(sales.values_list("state").annotate(n=Count("pk"))),
        "orders_waiting": [
            {"id": sale.external_id, "problem": sale.problem, "asks_cancel": sale.asks_cancel, "said": sale.said}
            for sale in sales_waiting(account.mart).filter(account=account)
        ],
        "found": Found.objects.filter(account=account, state=Found.State.OPEN).count(),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
