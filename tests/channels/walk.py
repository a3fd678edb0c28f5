"""A random walk: buyers buy in the shop and at three accounts, which tell late, twice and out of order; turns die.

Seeded: the same seed walks the same way. `Walk.end` lets everything come to rest; what must hold then is asked of it.
"""

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from haat.catalogue.models import Variant
from haat.channels import actions
from haat.channels.channel import STOCK, Told
from haat.channels.models import Account, Attempt, Offer, Sale
from haat.core import worker
from haat.core.errors import HaatError
from haat.orders.models import ArrivedLine, Order, OrderLine
from haat.stock import actions as stock
from haat.stock.models import StockItem
from tests.channels.make import died, publish, told
from tests.channels.toy import LOST, SILENT, Bazaar, Killed, nth
from tests.make import BY, make_order, number


@dataclass
class Sold:
    """What a buyer bought at a marketplace, as the marketplace knows it.

    `over`: more than lay there for it. `began` and `came`: how often the good's pieces had moved when it was sold, and
    when it was received here; what lies between is the channel's lag.
    """

    account: Account
    good: Variant
    pieces: int
    key: str
    over: bool
    began: int
    came: int = -1
    cancelled: int = 0

    @property
    def in_lag(self) -> bool:
        """Whether others may have taken its pieces before we heard of it."""
        return self.over or self.came != self.began


@dataclass
class Walk:
    """Buyers, accounts and a stock of goods; `steps` are taken by the seed."""

    bazaar: Bazaar
    accounts: list[Account]
    goods: list[Variant]
    luck: random.Random
    sold: dict[str, Sold] = field(default_factory=dict)
    waiting: list[tuple[Account, Told]] = field(default_factory=list)
    last: dict[str, Told] = field(default_factory=dict)
    unheard: dict[str, Sold] = field(default_factory=dict)
    moved: Counter[int] = field(default_factory=Counter)
    shop: int = 0
    deaths: int = 0

    def begin(self) -> None:
        """All goods stand at all accounts."""
        for account in self.accounts:
            publish(account, *self.goods)
            self._turn(account)

    def walk(self, sales: int) -> None:
        """So many sales, and what happens between them."""
        while self.shop + len(self.sold) < sales:
            step = self.luck.choices(
                (self.buy_there, self.buy_here, self.cancel_there, self.tell, self.turn, self.restock, self.work),
                (6, 4, 1, 5, 5, 2, 3),
            )[0]
            step()

    def free(self, good: Variant) -> int:
        """Pieces that lie there and nobody was promised, as the books know."""
        return sum(item.available for item in StockItem.objects.filter(variant=good))

    def untold(self, good: Variant) -> int:
        """Pieces that marketplaces have sold and nobody here has heard of."""
        return sum(each.pieces - each.cancelled for each in self.unheard.values() if each.good == good)

    def buy_there(self) -> None:
        """A buyer buys what a marketplace shows; it tells of it later."""
        account, good = self.luck.choice(self.accounts), self.luck.choice(self.goods)
        shown = self.bazaar.pieces(account.key, good.sku)
        if not shown:
            return
        pieces, key = self.luck.randint(1, min(2, shown)), f"W-{number()}"
        over = pieces > self.free(good) - self.untold(good)
        self.moved[good.pk] += 1
        self.sold[key] = self.unheard[key] = Sold(account, good, pieces, key, over, self.moved[good.pk])
        self.bazaar.shop(account.key)[good.sku].parts[STOCK] = {"pieces": shown - pieces}
        self._will_tell(account, told({good: pieces}, key=key))

    def _will_tell(self, account: Account, one: Told) -> None:
        self.last[one.external_id] = one
        self.waiting += [(account, one)] * self.luck.choice((1, 1, 2))
        self.luck.shuffle(self.waiting)

    def buy_here(self) -> None:
        """A buyer buys in the shop, if there is any left."""
        good = self.luck.choice(self.goods)
        with suppress(HaatError):
            make_order({good: 1})
            self.moved[good.pk] += 1
            self.shop += 1

    def cancel_there(self) -> None:
        """A marketplace cancels pieces of an order; its first telling may come after that."""
        if not self.sold:
            return
        each = self.luck.choice(list(self.sold.values()))
        each.cancelled = self.luck.randint(each.cancelled, each.pieces)
        if each.cancelled:
            self._will_tell(each.account, replace(self.last[each.key], cancelled={"L1": each.cancelled}))

    def tell(self) -> None:
        """Some of what waits is told, in any order."""
        for _one in range(min(len(self.waiting), self.luck.randint(1, 4))):
            account, one = self.waiting.pop()
            self.bazaar.tell(account.key, one)

    def restock(self) -> None:
        """A maker counts what lies with her: never fewer than are promised."""
        good = self.luck.choice(self.goods)
        item = StockItem.objects.get(variant=good)
        stock.count(good, on_hand=item.reserved + self.luck.randint(0, 6), cause=f"walk:{number()}", by=BY)
        self.moved[good.pk] += 1

    def work(self) -> None:
        """The worker reacts to what happened."""
        worker.run_due()
        self._note()

    def turn(self) -> None:
        """An account has its turn, and often something goes wrong in it."""
        fault: Any = self.luck.choice((None, None, LOST, SILENT, Killed()))
        self.bazaar.happens = [nth(self.luck.randint(0, 8), fault)] if fault else []
        self._turn(self.luck.choice(self.accounts))
        self.bazaar.happens = []

    def _turn(self, account: Account) -> None:
        try:
            actions.turn(account.pk, whole=True)
        except Killed:
            self.deaths += 1
            died()
        self._note()

    def _note(self) -> None:
        """What was received meanwhile, and how often its good's pieces had moved by then."""
        heard = Sale.objects.filter(external_id__in=[*self.unheard]).values_list("external_id", flat=True)
        for key in list(heard):
            each = self.unheard.pop(key)
            each.came = self.moved[each.good.pk]

    def end(self) -> None:
        """Everything is told, worked off, sent and read back."""
        while self.waiting:
            self.tell()
        for _round in range(6):
            worker.run_due()
            for account in self.accounts:
                actions.verify(account)
                Offer.objects.filter(account=account).exclude(send_at=None).update(send_at=None)
                Account.objects.filter(pk=account.pk).update(waits={})
                self._turn(account)

    def wrong(self) -> list[str]:
        """What is not as it must be at the end."""
        found = [f"{key}: {times} orders" for key, times in self._received().items() if times > 1]
        known = set(Sale.objects.values_list("external_id", flat=True))
        found += [f"{key}: nobody received it" for key in self.sold.keys() - known]
        found += [f"{key}: {why}" for key, each in self.sold.items() if (why := self._pieces_wrong(each))]
        found += [f"{attempt}: not ended" for attempt in Attempt.objects.filter(ended_at=None)]
        for account in self.accounts:
            found += [
                f"{offer}: {offer.pieces} wanted, {self.bazaar.pieces(account.key, offer.sku)} there"
                for offer in Offer.objects.filter(account=account)
                if offer.pieces != self.bazaar.pieces(account.key, offer.sku)
            ]
        return found

    def _received(self) -> dict[str, int]:
        return {key: Order.objects.filter(external_id=key).count() for key in self.sold}

    def _pieces_wrong(self, each: Sold) -> str:
        """Of an order as many pieces are alive here as are wanted there, or wait before the desk because of the lag."""
        alive = OrderLine.objects.filter(part__order__external_id=each.key).exclude(part__state="cancelled")
        pieces = sum(line.quantity for line in alive)
        open_lines = ArrivedLine.objects.filter(arrival__external_id=each.key, state="open")
        short = sum(line.quantity for line in open_lines)
        if short:
            return "" if each.in_lag and not pieces else f"{short} pieces wait, and there were enough"
        wanted = each.pieces - each.cancelled
        dropped = ArrivedLine.objects.filter(arrival__external_id=each.key, state="dropped").exists()
        return "" if pieces == wanted or (dropped and not pieces) else f"{pieces} pieces alive, {wanted} wanted"

    @property
    def oversold(self) -> int:
        """Lines of marketplaces' orders for which too few pieces were left: each waits before the desk."""
        return ArrivedLine.objects.filter(state="open", problem="short").count()
