"""What the load tests of channels do to the database of a running Haat, from a process of its own."""

import random
from datetime import timedelta
from typing import Any

from django.db.models import F, Sum
from django.utils import timezone

from haat.catalogue import actions as catalogue
from haat.catalogue.models import Attribute, GoodText, Variant
from haat.channels import actions
from haat.channels.models import Account, Attempt, Offer, Refusal, Sale
from haat.core.files import store_square
from haat.orders.models import ArrivedLine, Order, OrderLine
from haat.shelf import build
from haat.stock import actions as stock
from haat.stock.models import StockItem
from haat.studio.actions import tell_letters
from haat.studio.models import PictureMeasure
from tests.make import (
    BY,
    HOME_PIN,
    make_fee,
    make_good,
    make_kind,
    make_mart,
    make_pin,
    make_registered_maker,
    make_tax_rule,
    make_variant,
    make_zone,
    number,
)

PIECES, TYPE = 400, "BRACELET"
# What is asked of a bangle → what the marketplace calls it.
CALLED = {
    "title": ["item_name"],
    "brand": ["brand"],
    "bullets": ["bullet_point"],
    "description": ["product_description"],
    "country_of_origin": ["country_of_origin"],
    "maker_name_address": ["manufacturer", "rtip_manufacturer_contact_information"],
    "hsn": ["external_product_information"],
    "dangerous_goods": ["supplier_declared_dg_hz_regulation"],
    "condition": ["condition_type"],
    "gtin": ["externally_assigned_product_identifier"],
    "package_weight": ["item_package_weight"],
    "package_size": ["item_package_dimensions"],
    "pieces": ["number_of_items"],
    "made_of": ["material"],
    "colour": ["color"],
    "bangle_size": ["size"],
}
SAID = {
    "brand": "Generic",
    "bullets": {"en": "Turned by hand in Deoghar"},
    "dangerous_goods": "not_applicable",
    "made_of": "Lac",
    "colour": {"en": "Lac red"},
    "bangle_size": "2.6",
}


def fill(goods: int) -> dict[str, Any]:
    """A mart with so many bangles of one maker, each with all that the marketplace asks; their codes."""
    mart = make_mart()
    make_pin(HOME_PIN)
    make_zone(mart)
    make_fee(mart, packing_paise=500)
    make_fee(mart, channel="amazon", packing_paise=500)
    maker = make_registered_maker(mart)
    kind = make_kind("bangles", hsn="71179090", channels={"amazon": {"type": TYPE}})
    make_tax_rule(kind.tax_slug)
    for slug, names in CALLED.items():
        Attribute.objects.create(kind=kind, slug=slug, labels={"en": slug}, type="text", maps={"amazon": names})
    made = [_bangle(maker, kind, place).sku for place in range(goods)]
    build.rebuild()
    return {"mart": mart.slug, "skus": made}


def _bangle(maker: Any, kind: Any, place: int) -> Variant:
    good = make_good(
        f"Lac bangles {place}",
        maker=maker,
        kind=kind,
        hsn=kind.hsn,
        tax_slug=kind.tax_slug,
        attributes={**SAID, "gtin": _gtin(place)},
        length_mm=120,
        width_mm=120,
        height_mm=40,
    )
    GoodText.objects.filter(good=good).update(description="Bangles of lac, turned over coal.")
    for photo in good.photos.all():
        box = {"left": 0, "top": 0, "right": 1150, "bottom": 1150}
        PictureMeasure.objects.create(picture=photo.picture, white_bp=10_000, **box)
        tell_letters(good, picture=photo.picture, letters=False, by=BY)
        store_square(photo.picture.digest, b"square")
    size = make_variant(good, price_paise=52_000)
    stock.count(size, on_hand=PIECES, cause=f"fill:{number()}", by=BY)
    return size


def _gtin(place: int) -> str:
    body = f"890123{place:06d}"
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(body))
    return body + str(-total % 10)


def publish(first: int, number_of: int) -> int:
    """So many sizes more shall stand there, from the `first` on."""
    sizes = list(Variant.objects.order_by("pk").values_list("pk", flat=True)[first : first + number_of])
    return len(actions.publish(Account.objects.get(), variants=sizes, by=BY)) if sizes else 0


def stir(seed: int, first: int, number_of: int) -> int:
    """Something changes while turns are under way: pieces are counted, prices fall, more is published."""
    luck = random.Random(seed)
    for item in luck.sample(list(StockItem.objects.select_related("variant").order_by("pk")), 3):
        left = luck.choice((0, 1, 2, 50, PIECES))
        stock.count(item.variant, on_hand=_reserved(item) + left, cause=f"stir:{seed}:{item.pk}", by=BY)
    cheaper = luck.choice(list(Variant.objects.order_by("pk")))
    catalogue.change_price(cheaper, price_paise=cheaper.price_paise - 100, by=BY)
    return publish(first, number_of)


def _reserved(item: StockItem) -> int:
    return StockItem.objects.get(pk=item.pk).reserved


def hurry() -> None:
    """What waits for an hour, waits no longer: as if it had gone by."""
    Attempt.objects.filter(ended_at=None).update(began_at=timezone.now() - timedelta(hours=2))
    Offer.objects.exclude(send_at=None).update(send_at=None)
    Account.objects.update(waits={}, orders_at=None)


def unsettled() -> dict[str, int]:
    """What is still under way; what is sold out before it was ever listed is not."""
    return {
        "attempts": Attempt.objects.filter(ended_at=None).count(),
        "due": Offer.objects.exclude(due="").count(),
        "marked": Offer.objects.filter(touched__gt=F("made")).count(),
        "unseen": Offer.objects.filter(open=True, there=False, reasons=[]).count(),
    }


def verdict() -> dict[str, Any]:
    """What came of it: every order by its number there, every offer by its code; the promises of the stock."""
    said = set(Refusal.objects.filter(ended_at=None).values_list("offer_id", flat=True))
    alive = OrderLine.objects.exclude(part__state="cancelled")
    pieces = dict(alive.order_by().values_list("part__order__external_id").annotate(all=Sum("quantity")))
    orders: dict[str, list[int]] = {}
    for external_id in Order.objects.order_by("pk").values_list("external_id", flat=True):
        orders.setdefault(external_id, []).append(pieces.get(external_id, 0))
    return {
        "orders": orders,
        "sales": {sale.external_id: sale.problem for sale in Sale.objects.order_by("pk")},
        "offers": {
            offer.sku: {
                "state": offer.state,
                "pieces": offer.pieces,
                "paise": offer.variant.price_paise,
                "explained": offer.pk in said or bool(offer.reasons),
            }
            for offer in Offer.objects.select_related("variant").order_by("pk")
        },
        "waiting": dict(
            ArrivedLine.objects.filter(state="open")
            .order_by()
            .values_list("arrival__external_id")
            .annotate(all=Sum("quantity"))
        ),
        "reserved": StockItem.objects.aggregate(all=Sum("reserved"))["all"],
        "promised": sum(pieces.values()),
    }
