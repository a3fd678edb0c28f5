"""The rows that pieces lie in, and the names under which a movement counts once."""

from collections.abc import Collection

from django.db.models import BigIntegerField, QuerySet

from haat.catalogue.models import Good, Variant
from haat.core.locks import hold_all, hold_key
from haat.core.prepared import Prepared, Slot
from haat.core.rows import insert_new
from haat.stock.errors import PlaceClosed
from haat.stock.models import Movement, StockItem, StockPlace


def cause_of(cause: str, variant_id: int, kind: str) -> str:
    """The whole name of a movement: what caused it, of which variant, of which kind."""
    return f"{cause}:{variant_id}:{kind}"


def told(cause: str) -> bool:
    """True when a movement of this name was written before."""
    return Movement.objects.filter(cause=cause).exists()


def held_places(*places: StockPlace) -> list[StockPlace]:
    """These places as they stand, held in the order of their keys, given in the order they were named."""
    found = {row.pk: row for row in hold_all(StockPlace.objects.filter(pk__in=[place.pk for place in places]))}
    return [found[place.pk] for place in places]


def open_item(variant: Variant, place: StockPlace | None) -> tuple[StockItem, bool]:
    """The variant's item at a place (None: at its maker's), held; True when it was only now made.

    The place is held before, so that it is not closed meanwhile. Raises PlaceClosed.
    """
    if place is None or not place.away:
        return _item_at_maker(variant)
    place = hold_key(StockPlace, place.pk)
    if place.closed_at is not None:
        raise PlaceClosed(place.name)
    made = bool(insert_new([StockItem(mart_id=variant.mart_id, variant=variant, place=place)]))
    (item,) = hold_all(StockItem.objects.filter(variant=variant, place=place))
    return item, made


def _item_at_maker(variant: Variant) -> tuple[StockItem, bool]:
    maker = variant.good.maker
    known = _items.first(variant=variant.pk, maker=maker.pk)
    if known is not None:
        return known, False
    good = Good.objects.select_related("maker").get(pk=variant.good_id)
    if good.maker_id != maker.pk:  # its maker was found to be another one just now, and the pieces lie there
        variant.good = good
        return _item_at_maker(variant)
    place = makers_place(variant)
    item = StockItem(mart_id=variant.mart_id, variant=variant, place=place)
    if insert_new([item]):
        return item, True
    return _items.get(variant=variant.pk, maker=maker.pk), False


def makers_place(variant: Variant) -> StockPlace:
    """The place of the variant's maker, made when it is first needed."""
    maker = variant.good.maker
    place, _made = StockPlace.objects.get_or_create(
        maker=maker, defaults={"mart_id": variant.mart_id, "name": str(maker)[:80]}
    )
    return place


@Prepared
def _items() -> QuerySet[StockItem]:
    items = StockItem.objects.select_for_update(of=("self",), no_key=True)
    return items.filter(variant=Slot("variant", BigIntegerField()), place__maker=Slot("maker", BigIntegerField()))


def items_at(place: StockPlace, variant_ids: Collection[int]) -> dict[int, StockItem]:
    """By variant, what lies of these at a place, held in the order of variants; made where nothing lay yet.

    Whoever promises, sells or sends goods takes their items in that order too, whichever of them came first.
    """
    known = set(StockItem.objects.filter(place=place, variant__in=variant_ids).values_list("variant_id", flat=True))
    new = sorted(set(variant_ids) - known)
    insert_new([StockItem(mart_id=place.mart_id, variant_id=variant_id, place=place) for variant_id in new])
    items = StockItem.objects.filter(place=place, variant__in=variant_ids)
    return {item.variant_id: item for item in items.select_for_update(of=("self",), no_key=True).order_by("variant_id")}
