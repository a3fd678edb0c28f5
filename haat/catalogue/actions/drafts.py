"""What a good is and what it is called."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, CharField, QuerySet
from django.utils import timezone

from haat.catalogue import errors, rules
from haat.catalogue.actions.touching import Texts, touch
from haat.catalogue.actions.variants import write_variant
from haat.catalogue.models import Craft, Good, GoodText
from haat.core.actor import Actor
from haat.core.events import record
from haat.core.prepared import Prepared, Slot
from haat.core.slugs import free_slug
from haat.makers.models import Maker
from haat.places.models import Mart

SIDES = ("length_mm", "width_mm", "height_mm")


@transaction.atomic
def save_draft(
    maker: Maker,
    *,
    key: str,
    craft: Craft,
    names: Texts,
    descriptions: Texts | None = None,
    origin: str = GoodText.Origin.PERSON,
    price_paise: int | None = None,
    mrp_paise: int | None = None,
    weight_g: int | None = None,
    net_quantity: int = 1,
    net_unit: str = "piece",
    attributes: Mapping[str, Any] | None = None,
    made_to_order: bool = False,
    making_days: int = 0,
    tax_slug: str = "",
    hsn: str = "",
    packed_and_labelled: bool = False,
    shelf_life_days: int | None = None,
    fragile: bool | None = None,
    size_mm: tuple[int, int, int] | None = None,
    ground: str = "",
    by: Actor,
) -> Good:
    """Make or change a good of the maker, known by `key` (the phone's own id): sending it twice makes one.

    With `price_paise` it has its first variant at once. What the craft knows (tax line, ground, fragile) need
    not be said. A good past its draft is answered as it is: an old phone may send late. Raises HaatError.
    """
    names = rules.check_names(names)
    good = _by_key(maker, key)
    if good is not None and good.state not in rules.OPEN_STATES:
        return good
    if good is None:
        good = _first_draft(maker, key, names, craft)
    good.craft, good.attributes = craft, dict(attributes or {})
    good.made_to_order, good.making_days = made_to_order, making_days
    good.tax_slug, good.hsn = tax_slug or craft.tax_slug, hsn
    good.packed_and_labelled, good.shelf_life_days = packed_and_labelled, shelf_life_days
    good.fragile = craft.fragile if fragile is None else fragile
    good.ground = ground or craft.ground
    good.length_mm, good.width_mm, good.height_mm = size_mm or (None, None, None)
    good.changed_at = timezone.now()
    good.save()
    _write_texts(good, names=names, descriptions=descriptions or {}, origin=origin)
    if price_paise is not None:
        write_variant(
            good,
            sku=None,
            price_paise=price_paise,
            mrp_paise=mrp_paise,
            weight_g=weight_g,
            labels={},
            net_quantity=net_quantity,
            net_unit=net_unit,
            position=0,
            by=by,
        )
    record("catalogue.good_saved", good, by=by, key=key)
    return good


def _by_key(maker: Maker, key: str) -> Good | None:
    return _goods.first(maker=maker.pk, key=key)


@Prepared
def _goods() -> QuerySet[Good]:
    goods = Good.objects.select_for_update(no_key=True)
    return goods.filter(maker=Slot("maker", BigIntegerField()), key=Slot("key", CharField()))


def _first_draft(maker: Maker, key: str, names: Texts, craft: Craft) -> Good:
    """A new good, unsaved; its mart is locked, so that two phones take neither one address nor one key."""
    mart = Mart.objects.select_for_update(no_key=True).get(pk=maker.mart_id)
    slug = free_good_slug(maker.mart_id, names, craft)
    return _by_key(maker, key) or Good(mart=mart, maker=maker, key=key, slug=slug)


def free_good_slug(mart_id: int, names: Texts, craft: Craft) -> str:
    """An address no other good of the mart has, from the English name or the first that can be read."""
    texts = [names[code] for code in sorted(names, key=lambda code: (code != "en", code))]
    stem = free_slug(texts, set(), limit=90, otherwise=craft.slug)
    goods = Good.objects.filter(mart_id=mart_id)
    if not goods.filter(slug=stem).exists():
        return stem
    taken = set(goods.filter(slug__startswith=stem).values_list("slug", flat=True))
    return free_slug([stem], taken, limit=95, otherwise=craft.slug)


def _write_texts(good: Good, *, names: Texts, descriptions: Texts, origin: str) -> None:
    """Write the words of many languages, made or changed; a language without a description keeps its own."""
    described = {code for code in names if descriptions.get(code) is not None}
    for codes, more in ((described, ["description"]), (names.keys() - described, [])):
        GoodText.objects.bulk_create(
            [
                GoodText(
                    good=good,
                    language=code,
                    name=name,
                    description=(descriptions.get(code) or "").strip(),
                    origin=GoodText.Origin(origin),
                )
                for code, name in names.items()
                if code in codes
            ],
            update_conflicts=True,
            unique_fields=["good", "language"],
            update_fields=["name", "origin", "reviewed_by_id", *more],
        )


def _write_text(
    good: Good,
    *,
    language: str,
    name: str,
    description: str | None = None,
    care: str | None = None,
    origin: str,
    reviewed_by_id: int | None = None,
) -> GoodText:
    """Write the words of one language; a description or care of None stays as it is."""
    wanted: dict[str, Any] = {
        "name": name,
        "origin": GoodText.Origin(origin),
        "reviewed_by_id": reviewed_by_id,
    }
    wanted |= {
        field: text.strip() for field, text in (("description", description), ("care", care)) if text is not None
    }
    text, _made = GoodText.objects.update_or_create(good=good, language=language, defaults=wanted)
    return text


@transaction.atomic
def set_text(
    good: Good,
    *,
    language: str,
    name: str,
    description: str | None = None,
    care: str | None = None,
    origin: str = GoodText.Origin.PERSON,
    reviewed_by_id: int | None = None,
    by: Actor,
) -> GoodText:
    """A good's words in one language and who wrote them; None leaves what is there. Raises HaatError."""
    kept = rules.check_names({language: name})
    if not kept:
        raise errors.no_name()
    text = _write_text(
        good,
        language=language,
        name=kept[language],
        description=description,
        care=care,
        origin=origin,
        reviewed_by_id=reviewed_by_id,
    )
    touch(good)
    record("catalogue.good_saved", good, by=by, language=language)
    return text


@transaction.atomic
def set_attributes(good: Good, *, attributes: Mapping[str, Any], by: Actor) -> Good:
    """What the craft asks about the good (material, ingredients …), all at once."""
    good.attributes = dict(attributes)
    good.save(update_fields=["attributes"])
    touch(good)
    record("catalogue.good_saved", good, by=by, attributes=sorted(attributes))
    return good


@transaction.atomic
def set_size(good: Good, *, length_mm: int, width_mm: int, height_mm: int, by: Actor) -> Good:
    """How large the good is, in millimetres."""
    good.length_mm, good.width_mm, good.height_mm = length_mm, width_mm, height_mm
    good.save(update_fields=list(SIDES))
    touch(good)
    record("catalogue.good_saved", good, by=by, size_mm=[length_mm, width_mm, height_mm])
    return good
