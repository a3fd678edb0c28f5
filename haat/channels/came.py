"""What has come for one size at each account that offers it: its lines in settlements, by kind and a piece.

Lines are known by the SKU that the channel puts there. Only settlements in rupees that could be read are summed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet, Sum

from haat.channels.finances import FEE, FEE_TAX, PAID, TCS, TDS
from haat.channels.models import Offer, Sale, Settlement, SettlementLine
from haat.channels.settled import HEADS
from haat.core.abroad import RUPEE
from haat.orders.models import OrderLine

ROUND = 2  # half a piece


@dataclass(frozen=True)
class Came:
    """Of a size at an account, in paise: what its lines come to by kind (`finances.PAID` …), in which settlements.

    `pieces` were paid and `back` of them taken back, as the lines tell it. `unread` lines hold no amount that can be
    read. `maker_paise` is what its makers' orders gave them for `reached` of these pieces.
    """

    heads: Mapping[str, int]
    pieces: int
    back: int
    unread: int
    settlements: Sequence[Settlement]
    maker_paise: int = 0
    reached: int = 0

    @property
    def kept_pieces(self) -> int:
        """Pieces that were paid and not taken back."""
        return max(0, self.pieces - self.back)

    @property
    def came(self) -> int:
        """What the channel paid out for it, all kinds together."""
        return sum(self.heads.values())

    @property
    def taken(self) -> int:
        """What the channel kept for itself, with the tax on it."""
        return -(self.heads.get(FEE, 0) + self.heads.get(FEE_TAX, 0))

    @property
    def held(self) -> int:
        """What it kept back for the state."""
        return -(self.heads.get(TCS, 0) + self.heads.get(TDS, 0))

    @property
    def paid(self) -> int:
        """What buyers paid for it."""
        return self.heads.get(PAID, 0)

    @property
    def by_kind(self) -> list[tuple[str, int, int | None]]:
        """(kind, in all, a piece) of each kind of which there is something, in the order of a settlement."""
        return [(head, self.heads[head], self.each(self.heads[head])) for head in HEADS if self.heads.get(head)]

    @property
    def last(self) -> datetime | None:
        """When the latest of its settlements was paid; where no day is told, when it ended."""
        days = [day for each in self.settlements if (day := each.paid_on or each.ends)]
        return max(days, default=None)

    @property
    def settled(self) -> bool:
        """Whether all that its lines say can be read, of pieces that were sold."""
        return bool(self.kept_pieces) and not self.unread

    def each(self, paise: int) -> int | None:
        """So much in all is so much a piece, to the nearest paisa; None where no number of pieces is told."""
        number = self.kept_pieces
        if not number:
            return None
        sign = -1 if paise < 0 else 1
        return sign * ((abs(paise) * ROUND + number) // (ROUND * number))

    @property
    def maker_each(self) -> int | None:
        """What reached the maker a piece."""
        return round(self.maker_paise / self.reached) if self.reached else None


def came_for(offers: Iterable[Offer]) -> dict[int, Came]:
    """Offer (its key) → what has come for it, of those of which something was settled; four statements.

    The offers are of one size, at most one an account.
    """
    here = {offer.account_id: offer for offer in offers}
    if not here:
        return {}
    of_each = Q()
    for account, offer in here.items():
        of_each |= Q(settlement__account=account, sku=offer.sku)
    lines = SettlementLine.objects.filter(of_each, settlement__problem="", settlement__currency=RUPEE).order_by()
    sums = list(
        lines.values_list("settlement__account", "settlement", "head").annotate(
            sum=Sum("minor"), unread=Count("pk", filter=Q(minor=None))
        )
    )
    if not sums:
        return {}
    settlements = Settlement.objects.in_bulk({settlement for _account, settlement, *_rest in sums})
    pieces, reached = _pieces(lines), _reached(here, lines)
    found = {}
    for account, offer in here.items():
        mine = [row for row in sums if row[0] == account]
        if not mine:
            continue
        heads = dict.fromkeys(HEADS, 0)
        for _account, _settlement, head, minor, _unread in mine:
            heads[head] += minor or 0
        of_it = sorted({row[1] for row in mine}, reverse=True)
        sold, back = pieces.get(account, (0, 0))
        unread = sum(row[4] for row in mine)
        maker, number = reached.get(account, (0, 0))
        found[offer.pk] = Came(heads, sold, back, unread, [settlements[pk] for pk in of_it], maker, number)
    return found


def _pieces(lines: "QuerySet[SettlementLine]") -> dict[int, tuple[int, int]]:
    """By account, how many pieces were paid, and taken back: every line of an order's item tells the same number."""
    names = ("settlement__account", "settlement", "kind", "external_id", "item")
    rows = lines.exclude(quantity=None).values_list(*names)
    found: dict[int, tuple[int, int]] = {}
    for account, *_item, number, paid in rows.annotate(number=Max("quantity"), paid=Sum("minor", filter=Q(head=PAID))):
        sold, back = found.get(account, (0, 0))
        if (paid or 0) > 0:
            sold += number
        elif (paid or 0) < 0:
            back += number
        found[account] = sold, back
    return found


def _reached(here: Mapping[int, Offer], lines: "QuerySet[SettlementLine]") -> dict[int, tuple[int, int]]:
    """By account, what its orders that were settled gave the maker, and for how many pieces of the size."""
    sales = Sale.objects.filter(pk__in=lines.exclude(sale=None).values("sale"))
    variants = {offer.variant_id for offer in here.values()}
    accounts = {(offer.account.channel, offer.account.key): account for account, offer in here.items()}
    rows = OrderLine.objects.filter(variant__in=variants, part__order__in=sales.values("arrival__order"))
    sums = rows.exclude(part__state="cancelled").order_by().values_list("part__order__channel", "part__order__account")
    found = sums.annotate(maker=Sum("maker_paise"), number=Sum("quantity"))
    return {
        accounts[channel, key]: (maker, number) for channel, key, maker, number in found if (channel, key) in accounts
    }
