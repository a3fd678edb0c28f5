"""Offers of a large mart: what it costs to find and say anew what changed, and how fast what is sold out is told.

    python -m benchmarks.part channels [OFFERS]

on the configured database, which `benchmarks.size` has filled or grown; its goods are made ready as for a feed. The
channel is one of its own that answers at once, so that only the engine is measured: readiness, shaping, digests, rows.
Up to FIRST offers are looked at as after publishing; the others of a larger mart are copied from those.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from benchmarks import catalogue
from benchmarks.feeds import ready
from benchmarks.spent import spent
from haat.catalogue.models import Good, GoodKind, Variant
from haat.channels import actions
from haat.channels.actions import wanting
from haat.channels.channel import STOCK
from haat.channels.goods import Seat
from haat.channels.keys import keys_of, sealed
from haat.channels.line import AccountLine
from haat.channels.models import Account, Attempt, Cause, Offer, Quota, Refusal
from haat.core.actor import MACHINE
from haat.core.models import Job
from haat.core.rows import batches, insert, insert_many
from haat.core.worker import run_due
from haat.makers.models import Seller
from haat.places.models import Mart
from haat.stock.actions import count
from haat.stock.models import StockItem
from haat.stock.queries import free_pieces

SLUG = "benchbazaar"
EVERY = 100  # one of so many offers changes
FIRST = 10_000  # offers that are looked at one by one before anything is measured
ACCOUNTS = 3  # that a piece which sells out is told to
TURN_SECONDS = 10
FOLDER = """
import time

from haat.channels.channel import LISTING, PRICE, STOCK, Answer, Channel, Page, Receipt, Seen, Shaped, Standing

SENT = []


class Bench(Channel):
    title = "Bench"
    with_listing = (PRICE, STOCK)
    batches = {LISTING: 25_000, PRICE: 25_000, STOCK: 25_000}

    def shape(self, goods, keys, line):
        for good in goods:
            listing = {"type": good.product_type, "pictures": list(good.pictures), "values": dict(good.values)}
            bodies = {LISTING: listing, PRICE: {"paise": good.price_paise}, STOCK: {"pieces": good.stock}}
            yield Shaped(good.sku, good.product_type, bodies)

    def check(self, keys):
        return Standing("bench", "Bench", {}, None)

    def send(self, operation, sendings, keys, line):
        now = time.perf_counter()
        SENT.extend((keys.key, sending.sku, operation, sending.body, now) for sending in sendings)
        return Receipt(answers=[Answer(sending.sku, True) for sending in sendings])

    def look(self, what, keys, line):
        return (Seen(sku, True, True, True) for sku in what)

    def orders(self, cursor, keys, line):
        return Page([], cursor, more=False)


CHANNEL = Bench()
"""


@contextmanager
def channel() -> Iterator[Any]:
    """The channel's folder, outside the tree."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / SLUG
        folder.mkdir()
        (folder / "__init__.py").touch()
        (folder / "channel.py").write_text(FOLDER, encoding="utf-8")
        path = import_module("haat.channels").__path__
        path.append(place)
        try:
            yield import_module(f"haat.channels.{SLUG}.channel").CHANNEL
        finally:
            path.remove(place)
            for name in [each for each in sys.modules if each.startswith(f"haat.channels.{SLUG}")]:
                del sys.modules[name]


def _account(mart: Mart, number: int = 0) -> Account:
    seller = Seller.objects.filter(mart=mart).earliest("pk")
    account = Account.objects.create(
        mart=mart, channel=SLUG, key=f"bench-{number}", name="Bench", seller=seller, buffer=0
    )
    account.keys = sealed({}, owner=account.pk)
    account.listed_at = timezone.now()
    account.save(update_fields=["keys", "listed_at"])
    return account


def _offers(account: Account, count: int) -> int:
    """So many sizes of the mart stand at the account, none looked at yet."""
    rows = Variant.objects.filter(mart=account.mart, active=True).order_by("pk").values_list("pk", "sku")[:count]
    waiting = rows.iterator(chunk_size=catalogue.BATCH)
    number = 0
    while some := list(islice(waiting, catalogue.BATCH)):
        insert_many([Offer(mart=account.mart, account=account, variant_id=pk, sku=sku) for pk, sku in some])
        number += len(some)
    return number


def _megabytes() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _want_all(seat: Seat) -> int:
    """Say anew what is wanted of every marked offer, some at a time; how many those were."""
    last = number = 0
    while offers := wanting.next_touched(seat.account, after=last):
        wanting.want(seat, offers)
        last, number = offers[-1].pk, number + len(offers)
    return number


def measure(offers: int = 0) -> dict[str, Any]:
    """Of so many offers (0: every size of the mart): the first look at some, one per cent changed, and a sold-out."""
    mart = Mart.objects.filter(slug="bench").first() or catalogue.fill(offers or 10_000)
    ready(mart)
    kinds = GoodKind.objects.filter(pk__in=Good.objects.filter(mart=mart).values("kind"))
    kinds.update(channels={"google": {"id": 191}, SLUG: {"type": "bench"}})
    _forget(mart)
    found: dict[str, Any] = {}
    with channel() as folder:
        account = _account(mart)
        found["offers"] = _offers(account, offers or Variant.objects.filter(mart=mart, active=True).count())
        seat = Seat(account, folder, keys_of(account), AccountLine(account, folder))
        _stand(seat, found)
        found["before_mb"] = _megabytes()
        changed = _change(account)
        with spent() as found["differences"]:
            found["found"] = actions.verify(account)
            found["changed_offers"] = _want_all(seat)
        found["marked"], found["grown_mb"] = len(changed), round(_megabytes() - found["before_mb"], 1)
        with spent() as found["quiet_sweep"]:
            found["quiet_found"] = actions.verify(account)
        found["due"] = Offer.objects.filter(account=account).exclude(due="").count()
        cpu = found["differences"]["app_cpu_seconds"] + found["differences"]["database_cpu_seconds"]
        found["cpu_per_100000"] = round(cpu * 100_000 / found["offers"], 2)
        found["sold_out"] = _sell_out(mart, account)
    _forget(mart)
    return found


def _forget(mart: Mart) -> None:
    """What an earlier run left, without reading a row of it."""
    accounts = Account.objects.filter(mart=mart, channel=SLUG)
    for model in (Refusal, Offer, Attempt, Cause, Quota):
        of = {"offer__account__in": accounts} if model is Refusal else {"account__in": accounts}
        rows: Any = model._default_manager.filter(**of)
        rows._raw_delete(DEFAULT_DB_ALIAS)
    accounts.delete()


def _stand(seat: Seat, found: dict[str, Any]) -> None:
    """All offers stand at the channel as they are wanted: the first were looked at, the others are as those."""
    account = seat.account
    keys = Offer.objects.filter(account=account).order_by("pk").values_list("pk", flat=True)
    last = next(iter(keys[FIRST - 1 : FIRST]), None)
    with spent() as found["first"]:
        if last is None:
            found["looked_at"] = _want_all(seat)
        else:
            found["looked_at"] = 0
            while found["looked_at"] < FIRST and (offers := wanting.next_touched(account)):
                wanting.want(seat, offers)
                found["looked_at"] += len(offers)
    every = Offer.objects.filter(account=account)
    body = every.exclude(wanted={}).filter(made=F("touched"), reasons=[]).order_by("pk").values("wanted", "wanted_body")
    like = body.first()
    if like is None:
        raise RuntimeError("no good of the mart is ready")
    rest = every.filter(made__lt=F("touched"))
    rest.update(made=F("touched"), wanted_at=timezone.now(), state=Offer.State.LIVE, product_type="bench", **like)
    free = Coalesce(free_pieces("variant"), 0)
    ready_here = every.filter(variant__good__made_to_order=False)
    ready_here.update(pieces=Greatest(Subquery(ready_here.filter(pk=OuterRef("pk")).annotate(f=free).values("f")), 0))
    every.filter(variant__good__made_to_order=True).update(pieces=20)  # as `catalogue` says of every week
    every.update(sent=F("wanted"), seen=F("wanted"), seen_body=F("wanted_body"), there=True, buyable=True, shown=True)
    every.update(due="", state=Offer.State.LIVE, live_at=timezone.now(), look_at=None, seen_at=timezone.now())
    catalogue.analyze()


def _change(account: Account) -> list[int]:
    """Of one offer in a hundred whose good lies ready there is another number of pieces, and nobody marked it."""
    ready_here = Offer.objects.filter(account=account, variant__good__made_to_order=False)
    keys = list(ready_here.order_by("pk").values_list("variant_id", flat=True)[:: EVERY * 4 // 5])
    for some in batches(keys):
        StockItem.objects.filter(variant__in=some).update(on_hand=F("on_hand") + 1)
    return keys


def _sell_out(mart: Mart, full: Account) -> dict[str, Any]:
    """A size of three accounts sells out when nothing else is to be done, and another when everything is."""
    accounts = [full, *(_account(mart, number) for number in range(1, ACCOUNTS))]
    there = Offer.objects.filter(account=full, there=True, pieces__gt=0, variant__good__made_to_order=False)
    quiet, busy = there.select_related("variant__good").order_by("-pk")[:2]
    _work_off(full)
    for account in accounts[1:]:
        like = Offer.objects.get(pk=quiet.pk)
        like.pk, like.account = None, account
        insert([like])
    began = _count_none(quiet)
    run_due()
    found: dict[str, Any] = {"accounts": {account.key: _after(began, account, quiet) for account in accounts}}
    actions.touch_all(full)
    began = _count_none(busy)
    actions.touch([busy.variant.good_id])
    actions.turn(full.pk, seconds=TURN_SECONDS)
    return found | {"among_all": _after(began, full, busy)}


def _work_off(account: Account) -> None:
    """Nothing waits any more: no job of another part, and no offer."""
    Job.objects.filter(state=Job.State.WAITING).delete()
    actions.turn(account.pk, whole=True)


def _count_none(offer: Offer) -> float:
    """Nothing of its size is left but what was promised; the moment."""
    began = time.perf_counter()
    item = StockItem.objects.get(variant=offer.variant_id)
    count(offer.variant, on_hand=item.reserved, cause=f"bench:{began}", by=MACHINE)
    return began


def _after(began: float, account: Account, offer: Offer) -> float:
    """Seconds until the account's channel was told that nothing is left. Raises StopIteration when it never was."""
    sent = import_module(f"haat.channels.{SLUG}.channel").SENT
    none = (account.key, offer.sku, STOCK, {"pieces": 0})
    return round(next(at for *what, at in sent if tuple(what) == none and at > began) - began, 2)
