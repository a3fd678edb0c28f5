"""Baskets: no account, no events; found by the token in a cookie."""

import secrets

from django.db import transaction
from django.db.models import BigIntegerField, F, QuerySet
from django.utils import timezone

from haat.catalogue.models import Variant
from haat.core.locks import hold
from haat.core.prepared import Prepared, Slot
from haat.core.rows import insert, update
from haat.orders.errors import BadQuantity, NotForSale
from haat.orders.models import Basket, BasketLine
from haat.orders.queries import line_of
from haat.orders.rules import MOST_PIECES, for_sale
from haat.orders.sources import clean
from haat.places.models import Mart
from haat.stock import queries as stock
from haat.stock.errors import OutOfStock


def make_basket(mart: Mart, *, source: str = "") -> Basket:
    """An empty basket with a token for the buyer's cookie, and the link that brought her (`orders.sources`)."""
    basket = Basket(mart=mart, token=secrets.token_urlsafe(16), source=clean(source))
    insert([basket])
    return basket


@transaction.atomic
def begin_basket(mart: Mart, *, variant: Variant, quantity: int, source: str = "") -> Basket:
    """A new basket with its first good; none is made when that is refused. Raises like `put_in_basket`."""
    if quantity < 1:
        raise BadQuantity(MOST_PIECES)
    basket = make_basket(mart, source=source)  # nobody else knows it: there is nothing to hold and nothing in it
    _set(basket, None, variant, quantity)
    return basket


@transaction.atomic
def put_in_basket(basket: Basket, *, variant: Variant, quantity: int = 1, source: str = "") -> BasketLine:
    """Add pieces to the basket at today's price; the last link that brought her counts.

    Raises NotForSale, BadQuantity, OutOfStock.
    """
    if quantity < 1:
        raise BadQuantity(MOST_PIECES)
    hold(basket)
    line = line_of(basket, variant)
    line = _set(basket, line, variant, quantity + (line.quantity if line else 0))
    _touch(basket, source)
    return line


@transaction.atomic
def change_line(basket: Basket, *, variant: Variant, quantity: int) -> BasketLine | None:
    """Set how many pieces of a variant the basket holds; 0 takes it out. Raises like `put_in_basket`."""
    hold(basket)
    if quantity == 0:
        BasketLine.objects.filter(basket=basket, variant=variant).delete()
        _touch(basket)
        return None
    line = _set(basket, line_of(basket, variant), variant, quantity)
    _touch(basket)
    return line


def see_prices(basket: Basket) -> None:
    """The buyer has been shown today's prices: what she saw is what stands. One statement when none has moved."""
    if _moved.first(basket=basket.pk) is not None:
        _see(basket)


@Prepared
def _moved() -> QuerySet[BasketLine]:
    lines = BasketLine.objects.filter(basket=Slot("basket", BigIntegerField())).only("pk")
    return lines.exclude(seen_paise=F("variant__price_paise"))[:1]


@transaction.atomic
def _see(basket: Basket) -> None:
    hold(basket)
    moved = BasketLine.objects.filter(basket=basket).exclude(seen_paise=F("variant__price_paise"))
    for line in moved.select_related("variant"):
        BasketLine.objects.filter(pk=line.pk).update(seen_paise=line.variant.price_paise)


def set_pin(basket: Basket, *, pin: str) -> None:
    """Remember the (clean) PIN the buyer asked about."""
    basket.pin = pin
    update(basket, "pin")


def _set(basket: Basket, line: BasketLine | None, variant: Variant, quantity: int) -> BasketLine:
    if variant.mart_id != basket.mart_id or not for_sale(variant):
        raise NotForSale
    if not 1 <= quantity <= MOST_PIECES:
        raise BadQuantity(MOST_PIECES)
    free = stock.free_of(variant)
    if quantity > free:
        raise OutOfStock(variant.pk, free)
    if line is None:
        line = BasketLine(basket=basket, variant=variant, quantity=quantity, seen_paise=variant.price_paise)
        insert([line])
    else:
        line.quantity, line.seen_paise = quantity, variant.price_paise
        update(line, "quantity", "seen_paise")
    return line


def _touch(basket: Basket, source: str = "") -> None:
    basket.changed_at = timezone.now()
    if found := clean(source):
        basket.source = found
        update(basket, "changed_at", "source")
    else:
        update(basket, "changed_at")
