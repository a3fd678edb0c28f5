"""Offers of a large mart at one account: what differs when one in a hundred changed, what a sweep costs, what memory.

    python -m benchmarks.part channels [OFFERS]

on the configured database, which `benchmarks.catalogue` has filled; sizes without a kind are given one. The channel is
one of its own that answers at once, so that only the engine is measured: readiness, shaping, digests, rows.
"""

import resource
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from django.db.models import F
from django.utils import timezone

from benchmarks import catalogue
from benchmarks.spent import spent
from haat.catalogue.models import Good, GoodKind, Variant
from haat.channels import actions
from haat.channels.actions import wanting
from haat.channels.goods import Seat
from haat.channels.keys import keys_of, sealed
from haat.channels.line import AccountLine
from haat.channels.models import Account, Offer
from haat.core.rows import batches, insert_many
from haat.makers.models import Seller
from haat.places.models import Mart
from haat.stock.models import StockItem

SLUG = "benchbazaar"
EVERY = 100  # one of so many offers changes
FOLDER = """
from haat.channels.channel import LISTING, PRICE, STOCK, Channel, Receipt, Shaped


class Bench(Channel):
    title = "Bench"
    with_listing = (PRICE, STOCK)
    batches = {LISTING: 25_000, PRICE: 25_000, STOCK: 25_000}

    def shape(self, goods, keys, line):
        for good in goods:
            listing = {"type": good.product_type, "pictures": list(good.pictures), "values": dict(good.values)}
            bodies = {LISTING: listing, PRICE: {"paise": good.price_paise}, STOCK: {"pieces": good.stock}}
            yield Shaped(good.sku, good.product_type, bodies)

    def send(self, operation, sendings, keys, line):
        return Receipt(ref="1")


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


def _account(mart: Mart) -> Account:
    seller = Seller.objects.filter(mart=mart).earliest("pk")
    account = Account.objects.create(mart=mart, channel=SLUG, key="bench", name="Bench", seller=seller, buffer=0)
    account.keys = sealed({}, owner=account.pk)
    account.listed_at = timezone.now()
    account.save(update_fields=["keys", "listed_at"])
    return account


def _offers(account: Account, count: int) -> int:
    """So many sizes of the mart stand at the account, none looked at yet."""
    kind = GoodKind.objects.earliest("pk")
    Good.objects.filter(mart=account.mart, kind=None).update(kind=kind)
    rows = Variant.objects.filter(mart=account.mart, active=True).order_by("pk").values_list("pk", "sku")[:count]
    for some in batches(list(rows), catalogue.BATCH):
        insert_many([Offer(mart=account.mart, account=account, variant_id=pk, sku=sku) for pk, sku in some])
    return Offer.objects.filter(account=account).count()


def _megabytes() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _want_all(seat: Seat) -> int:
    """Say anew what is wanted of every marked offer, some at a time; how many those were."""
    last = number = 0
    while offers := wanting.next_touched(seat.account, after=last):
        wanting.want(seat, offers)
        last, number = offers[-1].pk, number + len(offers)
    return number


def measure(count: int = 100_000) -> dict[str, Any]:
    """Seconds, CPU and the most memory: the first look at all, one per cent changed, a sweep, and what is due."""
    mart = Mart.objects.filter(slug="bench").first() or catalogue.fill(count)
    Account.objects.filter(mart=mart, channel=SLUG).delete()
    found: dict[str, Any] = {}
    with channel() as folder:
        account = _account(mart)
        found["offers"] = _offers(account, count)
        seat = Seat(account, folder, keys_of(account), AccountLine(account, folder))
        with spent() as found["first"]:
            found["looked_at"] = _want_all(seat)
        found["first_mb"] = _megabytes()
        Offer.objects.filter(account=account).update(
            sent=F("wanted"), seen=F("wanted"), seen_body=F("wanted_body"), there=True, buyable=True, shown=True
        )
        changed = _change(account)
        with spent() as found["changed"]:
            found["changed_offers"] = _want_all(seat)
        found["changed_mb"], found["marked"] = _megabytes(), changed
        with spent() as found["sweep"]:
            found["sweep_found"] = actions.verify(account)
        found["sweep_mb"] = _megabytes()
        found["due"] = Offer.objects.filter(account=account).exclude(due="").count()
    Account.objects.filter(pk=account.pk).delete()
    return found


def _change(account: Account) -> int:
    """Of one offer in a hundred there is another number of pieces, and somebody marked it."""
    keys = list(Offer.objects.filter(account=account).order_by("pk").values_list("pk", "variant_id")[::EVERY])
    for some in batches(keys):
        StockItem.objects.filter(variant__in=[variant for _pk, variant in some]).update(on_hand=F("on_hand") + 1)
        wanting.mark([pk for pk, _variant in some])
    return len(keys)
