"""Reading settlements: what was paid and kept, by kind of amount and by order, beside what had been reckoned.

Amounts are in the smallest unit of the settlement's money. What is reckoned is so from the fees that were known on the
day of the order (`pricing.reach`): an estimate, and no claim.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum, prefetch_related_objects

from haat.channels.finances import FEE, FEE_TAX, OTHER, PAID, RESERVE, TCS, TDS, UNKNOWN
from haat.channels.models import Account, Sale, Settlement, SettlementLine, Shipment
from haat.core.abroad import RUPEE
from haat.core.dates import day_of
from haat.orders.models import OrderLine
from haat.places.models import Mart
from haat.pricing.channel_prices import ChannelRules, terms_for
from haat.pricing.reach import reaches

HEADS = (PAID, FEE, FEE_TAX, TCS, TDS, RESERVE, OTHER, UNKNOWN)
MOST_STRANGE = 50


def settlements_of(account: Account) -> QuerySet[Settlement]:
    """Every settlement of an account, the latest first."""
    return Settlement.objects.filter(account=account).order_by("-pk")


def settlement_of(mart: Mart, pk: int) -> Settlement | None:
    """One of the mart's, with its account."""
    rows = Settlement.objects.select_related("account__seller", "account__mart")
    return rows.filter(mart=mart, pk=pk).first()


@dataclass(frozen=True)
class Kind:
    """What the lines of one name come to: `unread` of them hold no amount that can be read."""

    kind: str
    called: str
    described: str
    head: str
    minor: int
    lines: int
    unread: int


def kinds_of(settlement: Settlement) -> list[Kind]:
    """The settlement by the channel's own names of amounts, ours together; one statement."""
    rows = SettlementLine.objects.filter(settlement=settlement).order_by()
    named = rows.values_list("kind", "called", "described", "head")
    counted = named.annotate(sum=Sum("minor"), lines=Count("pk"), unread=Count("pk", filter=Q(minor=None)))
    found = [
        Kind(kind, called, described, head, total or 0, lines, unread)
        for kind, called, described, head, total, lines, unread in counted
    ]
    return sorted(found, key=lambda each: (HEADS.index(each.head), -abs(each.minor), each.called, each.described))


def by_head(kinds: Iterable[Kind]) -> dict[str, int]:
    """What each kind of amount comes to, by our own word for it."""
    found = dict.fromkeys(HEADS, 0)
    for each in kinds:
        found[each.head] += each.minor
    return found


@dataclass(frozen=True)
class Reckoned:
    """What had been reckoned of an order: what is taken and held back; `sure`: by rules that are proven."""

    taken: int
    taxes: int
    sure: bool


@dataclass(frozen=True)
class Settled:
    """What of an order was settled: paid by the buyer, kept by the channel, held back for the state, and all else.

    `came` is the sum of its lines: what the channel paid for it. `reckoned` is None where nothing could be.
    """

    sale: Sale
    paid: int
    kept: int
    taxes: int
    other: int
    came: int
    unread: int
    reckoned: Reckoned | None

    @property
    def differs(self) -> int | None:
        """How much more was kept and held back than had been reckoned; None where nothing was reckoned."""
        if self.reckoned is None or self.unread:
            return None
        return -(self.kept + self.taxes) - (self.reckoned.taken + self.reckoned.taxes)


def sales_in(settlement: Settlement) -> QuerySet[Sale]:
    """The orders we know of which something was settled."""
    lines = SettlementLine.objects.filter(settlement=settlement, sale=OuterRef("pk"))
    return Sale.objects.filter(Exists(lines), account=settlement.account_id).select_related("arrival__order")


def orders_in(settlement: Settlement, sales: Sequence[Sale]) -> list[Settled]:
    """What was settled of these orders; a number of statements that does not grow with theirs."""
    rows = SettlementLine.objects.filter(settlement=settlement, sale__in=sales).order_by()
    sums: dict[int, dict[str, int]] = {}
    unread: dict[int, int] = {}
    counted = rows.values_list("sale", "head").annotate(sum=Sum("minor"), unread=Count("pk", filter=Q(minor=None)))
    for sale_id, head, total, missing in counted:
        sums.setdefault(sale_id, dict.fromkeys(HEADS, 0))[head] += total or 0
        unread[sale_id] = unread.get(sale_id, 0) + missing
    reckoned = _reckoned(settlement, sales)
    return [
        _settled(sale, sums.get(sale.pk, dict.fromkeys(HEADS, 0)), unread.get(sale.pk, 0), reckoned.get(sale.pk))
        for sale in sales
    ]


def _settled(sale: Sale, sums: Mapping[str, int], unread: int, reckoned: Reckoned | None) -> Settled:
    kept, taxes = sums[FEE] + sums[FEE_TAX], sums[TCS] + sums[TDS]
    other = sums[OTHER] + sums[RESERVE] + sums[UNKNOWN]
    return Settled(sale, sums[PAID], kept, taxes, other, sum(sums.values()), unread, reckoned)


def _reckoned(settlement: Settlement, sales: Sequence[Sale]) -> dict[int, Reckoned]:
    """By order, what its pieces would have cost by the fees that were known on its day; in rupees only.

    An order of which a fee is not known is left out: less would be said than is taken.
    """
    if settlement.currency != RUPEE:
        return {}
    orders = {sale.arrival.order_id: sale for sale in sales if sale.arrival and sale.arrival.order_id}
    rows = OrderLine.objects.filter(part__order__in=[pk for pk in orders if pk]).exclude(part__state="cancelled")
    lines = list(rows.select_related("part", "variant__good").order_by("pk"))
    prefetch_related_objects([line.variant for line in lines], "good__maker__seller", "good__kind", "good__mart")
    account, rules, found = settlement.account, ChannelRules(), dict[int, Reckoned]()
    unknown = set[int]()
    rules.known.tax({line.variant.good.tax_slug for line in lines})  # of all lines at once
    for line in lines:
        sale = orders[line.part.order_id]
        assert sale.arrival is not None
        assert sale.arrival.order is not None
        day = day_of(sale.arrival.order.placed_at)
        terms = terms_for([line.variant], channel=account.channel, seller=account.seller, on=day, rules=rules)
        reach = reaches(line.piece_paise, terms[line.variant_id], weight_g=line.variant.weight_g)
        if reach.unknown:
            unknown.add(sale.pk)
        before = found.get(sale.pk, Reckoned(0, 0, True))
        found[sale.pk] = Reckoned(
            before.taken + reach.taken * line.quantity,
            before.taxes + (reach.tcs + reach.tds) * line.quantity,
            before.sure and reach.sure,
        )
    return {pk: reckoned for pk, reckoned in found.items() if pk not in unknown}


# ---- what does not agree ----


@dataclass(frozen=True)
class Elsewhere:
    """An order's number in a settlement that is none of ours: what its lines come to."""

    external_id: str
    minor: int
    lines: int


def orders_not_ours(settlement: Settlement) -> list[Elsewhere]:
    """Numbers of orders that we never heard of, those with most money first; one statement."""
    rows = SettlementLine.objects.filter(settlement=settlement, sale=None).exclude(external_id="").order_by()
    counted = rows.values_list("external_id").annotate(sum=Sum("minor"), lines=Count("pk"))
    found = [Elsewhere(external_id, total or 0, lines) for external_id, total, lines in counted]
    return sorted(found, key=lambda each: (-abs(each.minor), each.external_id))


def strange_lines(settlement: Settlement) -> QuerySet[SettlementLine]:
    """Lines of a kind that nobody here knows, or whose amount cannot be read."""
    strange = Q(head=UNKNOWN) | Q(minor=None)
    return SettlementLine.objects.filter(strange, settlement=settlement).order_by("number")


def left_unsettled(settlement: Settlement) -> QuerySet[Shipment]:
    """Parcels that left in its days and of whose orders no settlement tells anything yet."""
    told = SettlementLine.objects.filter(sale=OuterRef("sale"))
    rows = Shipment.objects.filter(~Exists(told), sale__account=settlement.account_id, state=Shipment.State.LEFT)
    if settlement.begins is None or settlement.ends is None:
        return rows.none()
    days = Q(left_at__gte=settlement.begins, left_at__lt=settlement.ends)
    return rows.filter(days).select_related("sale").order_by("left_at", "pk")


def lines_of(settlement: Settlement) -> QuerySet[SettlementLine]:
    """Every line, as it came."""
    return SettlementLine.objects.filter(settlement=settlement).order_by("number")
