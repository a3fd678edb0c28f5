"""A random walk: buyers buy in the shop and at three accounts, which tell late, twice and out of order; turns die.

Seeded: the same seed walks the same way. `Walk.end` lets everything come to rest; what must hold then is asked of it.
"""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from typing import Any
from unittest.mock import patch

from haat.catalogue.models import Variant
from haat.channels import actions
from haat.channels.actions import importing, reading, sending, wanting
from haat.channels.channel import STOCK, Told
from haat.channels.models import Account, Attempt, Offer, Sale
from haat.core import worker
from haat.core.doctor import examine
from haat.core.errors import HaatError
from haat.delivery import actions as delivery
from haat.orders import actions as orders
from haat.orders.models import ArrivedLine, Order, OrderLine, Part
from haat.stock import actions as stock
from haat.stock.models import StockItem
from tests.channels.make import died, publish, told
from tests.channels.toy import LOST, SILENT, Bazaar, Killed, nth
from tests.make import BY, make_order, number

UNKNOWN = "NOT-OURS"
# Our own writes, in the midst of which a process may die.
WRITES = [
    (importing, "_keep_raw"),
    (importing, "act_on"),
    (wanting, "want"),
    (sending, "begin"),
    (sending, "take"),
    (sending, "lose"),
    (reading, "report"),
    (reading, "see"),
]
# How often what happens, against the others.
STEPS = {
    "buy_there": 60,
    "buy_here": 40,
    "cancel_there": 10,
    "cancel_here": 6,
    "tell": 50,
    "turn": 50,
    "restock": 20,
    "work": 30,
    "pack": 6,
    "hold_back": 3,
    "otherwise": 3,
}
# A person hears of these, and says what comes of the pieces.
ASKED = (Sale.Problem.PACKED, Sale.Problem.GONE, Sale.Problem.WAITS)


@dataclass
class Sold:
    """What a buyer bought at a marketplace, as the marketplace knows it: line → (size or an unknown code, pieces).

    `over`: pieces of a line beyond those that lay there for it. `began` and `came`: how often the goods' pieces had
    moved when it was sold, and when it was received here; what lies between is the channel's lag.
    """

    account: Account
    lines: dict[str, tuple[Variant | str, int]]
    key: str
    over: dict[str, int]
    began: dict[int, int]
    came: dict[int, int] = field(default_factory=dict)
    cancelled: dict[str, int] = field(default_factory=dict)

    def goods(self) -> dict[int, int]:
        """Size → pieces that are still wanted."""
        found: Counter[int] = Counter()
        for line, (good, pieces) in self.lines.items():
            if isinstance(good, Variant):
                found[good.pk] += pieces - self.cancelled.get(line, 0)
        return found

    def in_lag(self, line: str, good: Variant) -> bool:
        """Whether others may have taken its pieces before we heard of it."""
        return bool(self.over[line]) or self.came.get(good.pk, -1) != self.began[good.pk]


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
    lag: Counter[tuple[int, int]] = field(default_factory=Counter)  # account, size → pieces it has not heard of
    beyond: list[str] = field(default_factory=list)
    shop: int = 0
    deaths: int = 0
    most_over: int = 0

    def begin(self) -> None:
        """All goods stand at all accounts."""
        for account in self.accounts:
            publish(account, *self.goods)
            self._turn(account)

    def walk(self, sales: int) -> None:
        """So many sales, and what happens between them."""
        names, weights = list(STEPS), list(STEPS.values())
        while self.shop + len(self.sold) < sales:
            step: Callable[[], None] = getattr(self, self.luck.choices(names, weights)[0])
            step()

    def free(self, good: Variant) -> int:
        """Pieces that lie there and nobody was promised, as the books know."""
        return sum(item.available for item in StockItem.objects.filter(variant=good))

    def untold(self, good: Variant) -> int:
        """Pieces that marketplaces have sold and nobody here has heard of."""
        return sum(each.goods().get(good.pk, 0) for each in self.unheard.values())

    # ---- buyers ----

    def buy_there(self) -> None:
        """A buyer buys what a marketplace shows, one good or two, and at times what is none of ours."""
        account, basket = self.luck.choice(self.accounts), dict[Variant | str, int]()
        for good in self.luck.sample(self.goods, self.luck.choice((1, 1, 1, 2))):
            shown = self.bazaar.pieces(account.key, good.sku)
            if shown:
                basket[good] = self.luck.randint(1, min(2, shown))
        if not basket:
            return
        if self.luck.random() < 0.03:
            basket[UNKNOWN] = 1
        self._sell(account, basket)

    def _sell(self, account: Account, basket: dict[Variant | str, int]) -> None:
        key = f"W-{number()}"
        lines = {f"L{place}": each for place, each in enumerate(basket.items(), start=1)}
        over = {line: self._beyond(account, good, pieces) for line, (good, pieces) in lines.items()}
        for good, pieces in basket.items():
            if isinstance(good, Variant):
                self._moves(good, pieces)
                shown = self.bazaar.pieces(account.key, good.sku)
                self.bazaar.shop(account.key)[good.sku].parts[STOCK] = {"pieces": shown - pieces}
        began = {good.pk: self.moved[good.pk] for good in basket if isinstance(good, Variant)}
        self.sold[key] = self.unheard[key] = Sold(account, lines, key, over, began)
        one = told(basket, key=key)
        if self.luck.random() < 0.2:  # not paid yet: told of before there is anything to pack
            self.waiting.append((account, replace(one, facts=None, state="Pending")))
        self._will_tell(account, one)

    def _beyond(self, account: Account, good: Variant | str, pieces: int) -> int:
        """How many pieces are sold that are not there: never more than the channel has not heard of, less what is kept
        back for that."""
        if not isinstance(good, Variant):
            return 0
        over = max(0, pieces - max(0, self.free(good) - self.untold(good)))
        self.most_over = max(self.most_over, over)
        bound = max(0, self.lag[account.pk, good.pk] - account.buffer)
        if over > bound:
            self.beyond.append(f"{good.sku} at {account.key}: {over} pieces oversold, {bound} at the most")
        return over

    def _moves(self, good: Variant, pieces: int) -> None:
        """So many pieces of a good are gone, and no account has heard of it yet."""
        self.moved[good.pk] += 1
        for account in self.accounts:
            self.lag[account.pk, good.pk] += pieces

    def _will_tell(self, account: Account, one: Told) -> None:
        self.last[one.external_id] = one
        self.waiting += [(account, one)] * self.luck.choice((1, 1, 2))
        self.luck.shuffle(self.waiting)

    def buy_here(self) -> None:
        """A buyer buys in the shop, if there is any left."""
        good = self.luck.choice(self.goods)
        with suppress(HaatError):
            make_order({good: 1})
            self._moves(good, 1)
            self.shop += 1

    def cancel_here(self) -> None:
        """A buyer of the shop cancels what was not packed."""
        part = Part.objects.filter(order__channel="mart", state="placed").order_by("-pk").first()
        if part is not None:
            orders.cancel_all([part], reason="Changed her mind", by=BY)

    def cancel_there(self) -> None:
        """A marketplace cancels pieces of an order; its first telling may come after that."""
        if not self.sold:
            return
        each = self.luck.choice(list(self.sold.values()))
        line, (_good, pieces) = self.luck.choice(list(each.lines.items()))
        each.cancelled[line] = self.luck.randint(each.cancelled.get(line, 0), pieces)
        if any(each.cancelled.values()):
            self._will_tell(each.account, replace(self.last[each.key], cancelled=dict(each.cancelled)))

    # ---- the desk and the makers ----

    def restock(self) -> None:
        """A maker counts what lies with her: never fewer than are promised."""
        good = self.luck.choice(self.goods)
        item = StockItem.objects.get(variant=good)
        left = self.luck.randint(0, 6)
        stock.count(good, on_hand=item.reserved + left, cause=f"walk:{number()}", by=BY)
        self._moves(good, max(0, item.available - left))

    def pack(self) -> None:
        """A maker packs a parcel of a marketplace's order: what is cancelled after that a person must settle."""
        open_ = Part.objects.filter(state__in=("placed", "accepted")).exclude(order__channel="mart")
        part = open_.order_by("pk").first()
        if part is not None:
            if part.state == Part.State.PLACED:
                orders.accept(part, by=BY)
            delivery.pack(Part.objects.get(pk=part.pk), weight_g=600, by=BY)

    def hold_back(self) -> None:
        """An officer pauses an account or takes a good off, and both back: what stands there keeps its stock true."""
        account, good = self.luck.choice(self.accounts), self.luck.choice(self.goods)
        offer = Offer.objects.get(account=account, variant=good)
        deeds: list[Callable[[], object]] = [
            lambda: actions.pause_account(account, why="a fair", by=BY),
            lambda: actions.resume_account(account, by=BY),
            lambda: actions.close_offers(account, offers=[offer.pk], by=BY),
            lambda: actions.publish(account, variants=[each.pk for each in self.goods], by=BY),
        ]
        self.luck.choice(deeds)()

    def otherwise(self) -> None:
        """The marketplace works otherwise from now on: by feeds that report later, or at once; it hides what is new."""
        self.bazaar.by_feed = self.luck.random() < 0.5
        self.bazaar.report_after = self.luck.randint(0, 2)
        self.bazaar.review = self.luck.randint(0, 2)

    # ---- what is told and worked off ----

    def tell(self) -> None:
        """Some of what waits is told, in any order."""
        for _one in range(min(len(self.waiting), self.luck.randint(1, 4))):
            account, one = self.waiting.pop()
            self.bazaar.tell(account.key, one)

    def work(self) -> None:
        """The worker reacts to what happened."""
        worker.run_due()
        self._note()

    def turn(self) -> None:
        """An account has its turn, and often something goes wrong in it, there or here."""
        fault: Any = self.luck.choice((None, None, LOST, SILENT, Killed()))
        self.bazaar.happens = [nth(self.luck.randint(0, 8), fault)] if fault else []
        with ExitStack() as dying:
            if self.luck.random() < 0.15:
                module, name = self.luck.choice(WRITES)
                dying.enter_context(patch.object(module, name, self._dies(getattr(module, name))))
            self._turn(self.luck.choice(self.accounts))
        self.bazaar.happens = []

    def _dies(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """The process dies before this, or after it."""
        after = self.luck.random() < 0.5

        def dies(*args: Any, **more: Any) -> Any:
            if after:
                real(*args, **more)
            raise Killed

        return dies

    def _turn(self, account: Account) -> None:
        try:
            actions.turn(account.pk, whole=True)
        except Killed:
            self.deaths += 1
            died()
        self._note()
        if Attempt.objects.filter(account=account, state=Attempt.State.TAKEN).exists():
            return  # it works off later what it was told before
        # What it shows is what is free as far as anybody has heard: it lags by what nobody has heard of.
        free, untold = Counter[int](), Counter[int]()
        items = StockItem.objects.filter(variant__in=self.goods).values_list("variant", "on_hand", "reserved")
        for pk, on_hand, reserved in items:
            free[pk] += on_hand - reserved
        for each in self.unheard.values():
            untold.update(each.goods())
        for good in self.goods:
            if self.bazaar.pieces(account.key, good.sku) <= max(0, free[good.pk] - account.buffer):
                self.lag[account.pk, good.pk] = untold[good.pk]

    def _note(self) -> None:
        """What was received meanwhile, and how often its goods' pieces had moved by then."""
        for sale in Sale.objects.filter(external_id__in=[*self.unheard], facts__isnull=False):
            if sale.arrival_id is not None or sale.problem or not importing.is_wanted(sale):
                each = self.unheard.pop(sale.external_id)
                each.came = {pk: self.moved[pk] for pk in each.began}

    # ---- at the end ----

    def end(self) -> None:
        """Everything is told, worked off, sent and read back."""
        while self.waiting:
            self.tell()
        self.bazaar.by_feed, self.bazaar.report_after, self.bazaar.review = False, 0, 0
        for account in self.accounts:
            actions.resume_account(account, by=BY)
        for _round in range(8):
            worker.run_due()
            for account in self.accounts:
                actions.verify(account)
                Offer.objects.filter(account=account).exclude(send_at=None).update(send_at=None)
                Account.objects.filter(pk=account.pk).update(waits={})
                self._turn(account)

    def wrong(self) -> list[str]:
        """What is not as it must be at the end."""
        found = [*self.beyond]
        found += [f"{key}: {times} orders" for key, times in self._received().items() if times > 1]
        known = {sale.external_id: sale for sale in Sale.objects.all()}
        found += [f"{key}: nobody received it" for key in self.sold.keys() - known.keys()]
        for key, each in self.sold.items():
            if key in known:
                found += [f"{key}: {why}" for line in each.lines if (why := self._line_wrong(each, line, known[key]))]
        found += [f"{attempt}: not ended" for attempt in Attempt.objects.filter(ended_at=None)]
        for offer in Offer.objects.filter(account__in=self.accounts).select_related("account"):
            there = self.bazaar.pieces(offer.account.key, offer.sku)
            if offer.pieces != there:
                found.append(f"{offer}: {offer.pieces} wanted, {there} there")
        return found

    def _received(self) -> dict[str, int]:
        return {key: Order.objects.filter(external_id=key).count() for key in self.sold}

    def _line_wrong(self, each: Sold, line: str, sale: Sale) -> str:
        """Of a line as many pieces live here as are wanted there, or it waits before the desk because of the lag."""
        good, bought = each.lines[line]
        arrived = ArrivedLine.objects.filter(arrival__external_id=each.key, external_id=line).first()
        wanted = bought - each.cancelled.get(line, 0)
        if not isinstance(good, Variant):
            waits = arrived is not None and (arrived.state, arrived.problem) == ("open", "unknown")
            return "" if waits or not wanted or (arrived and arrived.state == "dropped") else "the unknown line is lost"
        alive = OrderLine.objects.filter(part__order__external_id=each.key, variant=good)
        pieces = sum(row.quantity for row in alive.exclude(part__state="cancelled"))
        if arrived is not None and arrived.state == "open":
            return "" if each.in_lag(line, good) and not pieces else f"{line} waits, and there were enough"
        if arrived is not None and arrived.state == "dropped":
            return f"{line} was dropped, and {pieces} pieces live" if pieces else ""
        if sale.problem in ASKED and pieces >= wanted:
            return ""
        return "" if pieces == wanted else f"{line}: {pieces} pieces alive, {wanted} wanted"

    @property
    def oversold(self) -> int:
        """Lines of marketplaces' orders for which too few pieces were left: each waits before the desk."""
        return ArrivedLine.objects.filter(state="open", problem="short").count()

    def sick(self) -> dict[str, list[str]]:
        """What the doctor of stock, orders and channels names, in the midst of it too."""
        names = ("stock = its movements", "reserved stock = open order lines", "an order = its parts")
        return {found.name: found.examples for found in examine(names) if found.broken}
