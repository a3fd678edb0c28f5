"""What stands on a certificate, as it is on the day it is made: names, goods, where they are sold, and who signs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import translation

from haat.catalogue.models import Good, Variant
from haat.catalogue.queries import main_pictures
from haat.channels.channel import find
from haat.channels.models import Offer
from haat.core.dates import today
from haat.letters.models import MART, Begun
from haat.letters.rules import on_sale
from haat.makers.models import Maker, Member
from haat.places.models import Mart
from haat.pricing.errors import NoTaxRule
from haat.pricing.queries import Known, rules_for
from haat.pricing.split import makers_share

# So many goods are shown, one a cloth.
GOODS = 4
WHOLE_BP = 10_000


def names_of_place(mart: Mart, where: str) -> dict[str, str]:
    """What a place of sale is called, by language: the mart, or a marketplace."""
    if where == MART:
        return dict(mart.names)
    channel = find(where)
    if channel is None:
        return {"en": where.replace("-", " ").capitalize()}
    found = {}
    for code in dict.fromkeys((*mart.languages, "en")):
        with translation.override(code):
            found[code] = str(channel.title)
    return found


def frozen(mart: Mart, chosen: Sequence[Begun], people: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """By the keys of these rows (`maker__block` and `maker__place` loaded), what their letters say; eight statements,
    and two for each maker that says what reaches it."""
    makers = {row.maker_id: row.maker for row in chosen}
    leaders = Member.objects.filter(maker__in=makers, leads=True, active=True).order_by("-pk")
    led = {leader.maker_id: leader.names for leader in leaders}
    sold: dict[int, list[Begun]] = defaultdict(list)
    for row in Begun.objects.filter(on_sale(), maker__in=makers).order_by("day", "pk"):
        sold[row.maker_id].append(row)
    known = Known()
    goods = goods_on_sale(chosen)
    pictures = main_pictures({good.pk for some in goods.values() for good in some})
    return {
        row.pk: {
            **_who(mart, row.maker, led.get(row.maker_id, {})),
            "goods": [_good(good, pictures.get(good.pk, "")) for good in goods[row.pk]],
            "sold": [
                {"where": one.where, "names": names_of_place(mart, one.where), "day": one.day.isoformat()}
                for one in sold[row.maker_id]
            ],
            "share_bp": share_of(mart, row.maker, goods[row.pk], known) if row.where == MART else None,
            "signing": people,
        }
        for row in chosen
    }


def _who(mart: Mart, maker: Maker, leader: Mapping[str, str]) -> dict[str, Any]:
    return {
        "maker": maker.names,
        "group": maker.is_group,
        "members": maker.member_count,
        "leader": dict(leader) if maker.is_group else {},
        "place": maker.place.names,
        "block": maker.block.names,
        "district": mart.place.names,
    }


def _good(good: Good, digest: str) -> dict[str, Any]:
    names = {text.language: text.name for text in good.texts.all()}
    return {"names": names, "digest": digest, "ground": good.ground}


def goods_on_sale(chosen: Iterable[Begun]) -> dict[int, list[Good]]:
    """By the keys of these rows, at most GOODS goods that can be bought there now, the first live first."""
    rows = list(chosen)
    found: dict[int, list[Good]] = {row.pk: [] for row in rows}
    makers = {row.maker_id for row in rows}
    live = Good.objects.filter(maker__in=makers, state=Good.State.LIVE).prefetch_related("texts", "variants")
    by_maker: dict[int, list[Good]] = defaultdict(list)
    for good in live.order_by("live_at", "pk"):
        by_maker[good.maker_id].append(good)
    offers = Offer.objects.filter(variant__good__maker__in=makers, there=True, buyable=True)
    at = set(offers.values_list("variant__good", "account__channel"))
    for row in rows:
        mine = [good for good in by_maker[row.maker_id] if row.where == MART or (good.pk, row.where) in at]
        found[row.pk] = mine[:GOODS]
    return found


def share_of(mart: Mart, maker: Maker, goods: Iterable[Good], known: Known) -> int | None:
    """What of these goods' prices reaches the maker in the mart's own shop (basis points); None where no rate is
    known."""
    sizes: list[Variant] = []
    for good in goods:
        good.maker, good.mart = maker, mart
        for variant in good.variants.all():
            if variant.active:
                variant.good = good
                sizes.append(variant)
    try:
        rules = rules_for(mart, sizes, today(), known=known) if sizes else {}
    except NoTaxRule:
        return None
    price = sum(size.price_paise for size in sizes)
    reaches = sum(
        makers_share(
            size.price_paise,
            tax_bp=rules[size.pk].charged_tax_bp,
            fee_bp=rules[size.pk].fee_bp,
            packing_paise=rules[size.pk].packing_paise,
        )
        for size in sizes
    )
    return max(0, reaches) * WHOLE_BP // price if price else None
