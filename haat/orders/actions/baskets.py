"""Baskets: no account, no events; found by the token in a cookie."""

import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from haat.catalogue.models import Variant
from haat.orders.errors import BadQuantity, NotForSale
from haat.orders.models import Basket, BasketLine
from haat.orders.rules import MOST_PIECES, for_sale
from haat.places.models import Mart
from haat.stock import queries as stock
from haat.stock.errors import OutOfStock


def make_basket(mart: Mart) -> Basket:
    """An empty basket with a token for the buyer's cookie."""
    return Basket.objects.create(mart=mart, token=secrets.token_urlsafe(16))


@transaction.atomic
def put_in_basket(basket: Basket, *, variant: Variant, quantity: int = 1) -> BasketLine:
    """Add pieces to the basket at today's price; raises NotForSale, BadQuantity, OutOfStock."""
    if quantity < 1:
        raise BadQuantity(MOST_PIECES)
    line = BasketLine.objects.filter(basket=basket, variant=variant).first()
    return _set(basket, line, variant, quantity + (line.quantity if line else 0))


@transaction.atomic
def change_line(basket: Basket, *, variant: Variant, quantity: int) -> BasketLine | None:
    """Set how many pieces of a variant the basket holds; 0 takes it out. Raises like `put_in_basket`."""
    line = BasketLine.objects.filter(basket=basket, variant=variant).first()
    if quantity == 0:
        BasketLine.objects.filter(basket=basket, variant=variant).delete()
        _touch(basket)
        return None
    return _set(basket, line, variant, quantity)


@transaction.atomic
def see_prices(basket: Basket) -> None:
    """The buyer has been shown today's prices: what she saw is what stands."""
    for line in (
        BasketLine.objects.filter(basket=basket).exclude(seen_paise=F("variant__price_paise")).select_related("variant")
    ):
        BasketLine.objects.filter(pk=line.pk).update(seen_paise=line.variant.price_paise)


def set_pin(basket: Basket, *, pin: str) -> None:
    """Remember the (clean) PIN the buyer asked about."""
    basket.pin = pin
    basket.save(update_fields=["pin"])


def _set(basket: Basket, line: BasketLine | None, variant: Variant, quantity: int) -> BasketLine:
    if variant.mart_id != basket.mart_id or not for_sale(variant):
        raise NotForSale
    if not 1 <= quantity <= MOST_PIECES:
        raise BadQuantity(MOST_PIECES)
    free = stock.available([variant.pk])[variant.pk]
    if quantity > free:
        raise OutOfStock(variant.pk, free)
    line = line or BasketLine(basket=basket, variant=variant)
    line.quantity, line.seen_paise = quantity, variant.price_paise
    line.save()
    _touch(basket)
    return line


def _touch(basket: Basket) -> None:
    Basket.objects.filter(pk=basket.pk).update(changed_at=timezone.now())
