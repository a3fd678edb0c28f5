"""A good as one of Amazon's listings, by its product type's schema: only what was answered or follows from a fact."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from haat.channels.amazon import offering, variation
from haat.channels.amazon.schema import Schema
from haat.channels.amazon.shapes import entries, entry, frame
from haat.channels.amazon.values import Unfit, leaf, text_of
from haat.channels.channel import LISTING, PRICE, STOCK, Gap, Good, Shaped

MAIN, OTHER = "main_product_image_locator", "other_product_image_locator_"
# What is not built of an answer: price, stock and pictures have parts of their own.
ELSEWHERE = (offering.PRICE_ATTRIBUTE, offering.STOCK_ATTRIBUTE, MAIN, OTHER)
MAKER = "manufacturer"  # her name alone, where the answer is her name and address
# What Amazon asks under a second name: where a type has both, one answer stands under both.
ALSO = {
    "manufacturer": ("rtip_manufacturer_contact_information",),
    "model_number": ("part_number",),
    "target_gender": ("department",),
    "material": ("metal_type",),
    "metal_type": ("material",),
    "apparel_size": ("shirt_size",),
    "neck": ("collar_style",),
}
# The units our questions have where a good does not say them itself.
UNITS = {
    "item_weight": "g",
    "weight_g": "g",
    "package_weight": "g",
    "package_size": "cm",
    "size_cm": "cm",
    "shelf_life": "days",
    "min_age_months": "months",
    "max_watt": "W",
    "carries_kg": "kg",
}
_ENDINGS = {"_cm": "cm", "_mm": "mm", "_ml": "ml", "_kg": "kg", "_g": "g", "_m": "m"}


def shaped(good: Good, schema: Schema) -> Shaped:
    """What should stand at Amazon: its parts, and what keeps them back."""
    slugs: dict[str, str] = {}
    for slug, name in _pairs(good, good.names):
        slugs.setdefault(name.partition(".")[0], slug)
    attributes, unfit = _answers(good, schema)
    attributes |= _pictures(good, schema)
    attributes |= variation.child(good, schema, [name for slug in good.theme for name in _names(good, slug)])
    price = offered(good)[PRICE]
    gaps = schema.gaps(attributes | _offer(good, schema, price), slugs)
    gaps += variation.parent_gaps(attributes, schema, slugs, {each.name for each in gaps})
    listing: dict[str, Any] = {"product_type": good.product_type, "attributes": attributes}
    if offering.has_lead(schema):
        listing["lead_days"] = good.handling_days
    return Shaped(
        sku=good.sku,
        product_type=good.product_type,
        bodies={LISTING: listing, **offered(good)},
        gaps=tuple(unfit.get(each.name, each) for each in gaps),
    )


def offered(good: Good) -> dict[str, Any]:
    """Price and stock as parts: they need no schema, so that what is sold out says so whatever Amazon asks."""
    price = {"price_paise": good.price_paise, "mrp_paise": good.mrp_paise}
    return {PRICE: price, STOCK: {"quantity": good.stock}}


def _offer(good: Good, schema: Schema, price: Mapping[str, Any]) -> dict[str, Any]:
    """Price and stock as attributes, where the type has them."""
    found: dict[str, Any] = {}
    if offering.PRICE_ATTRIBUTE in schema.attributes:
        found[offering.PRICE_ATTRIBUTE] = [offering.price(price, schema)]
    if offering.STOCK_ATTRIBUTE in schema.attributes:
        stock = offering.stock(schema, quantity=good.stock, lead_days=good.handling_days)
        found[offering.STOCK_ATTRIBUTE] = [stock]
    return found


def _names(good: Good, slug: str) -> list[str]:
    """What Amazon calls an answer; the same as we do where no table says so."""
    told = [each.strip() for each in good.names.get(slug, slug).split("|") if each.strip()]
    return list(dict.fromkeys([*told, *(other for each in told for other in ALSO.get(each, ()))]))


def _pairs(good: Good, slugs: Iterable[str]) -> Iterator[tuple[str, str]]:
    for slug in slugs:
        for name in _names(good, slug):
            if not name.startswith(ELSEWHERE):
                yield slug, name


def _answers(good: Good, schema: Schema) -> tuple[dict[str, Any], dict[str, Gap]]:
    """Each answer under its attribute, of two the one whose name stands first; and of those that do not fit, why."""
    found: dict[str, Any] = {}
    unfit: dict[str, Gap] = {}
    ours = dict.fromkeys((*(slug for slug in good.names if slug in good.values), *good.values))
    pairs = [(slug, name) for slug, name in _pairs(good, ours) if _is_told(good.values[slug])]
    for slug, name in sorted(pairs, key=lambda pair: "." in pair[1]):  # parts of an attribute after the attribute
        top, _point, part = name.partition(".")
        if top not in schema.attributes or (top in found and not part):
            continue
        try:
            if part:
                _lay(schema, found, top, part, good.values[slug], unit_in(good, slug))
            else:
                found[top] = entries(schema, top, _worded(top, good.values[slug]), unit_in(good, slug))
        except Unfit as wrong:
            unfit.setdefault(top, Gap(top, slug, f"{schema.title(top)}: {wrong.said}", wrong.code))
    return found, {name: gap for name, gap in unfit.items() if name not in found}


def _is_told(value: Any) -> bool:
    return value is not None and value != "" and value != [] and value != {}


def _worded(name: str, value: Any) -> Any:
    """A maker's name is what stands before the first comma or line of her name and address."""
    return text_of(value).replace("\n", ",").partition(",")[0].strip() if name == MAKER else value


def unit_in(good: Good, slug: str) -> str:
    """The unit an answer's measure is in; empty where nobody says."""
    if slug in good.units:
        return good.units[slug]
    return UNITS.get(slug) or next((unit for end, unit in _ENDINGS.items() if slug.endswith(end)), "")


def _lay(schema: Schema, found: dict[str, Any], top: str, part: str, value: Any, unit: str) -> None:
    """Lay an answer into a part of an attribute: `color.standardized_values`, `outer.material`."""
    node = schema.items(top)
    inner = schema.resolved(schema.parts(node).get(part))
    if not inner:
        raise Unfit("a form that is not known here")
    items = schema.resolved(inner.get("items"))
    if items:
        laid: Any = [entry(schema, items, value, unit) if schema.parts(items) else leaf(schema, items, value)]
    else:
        laid = entry(schema, inner, value, unit) if schema.parts(inner) else leaf(schema, inner, value)
    rows = found.setdefault(top, [frame(schema, schema.parts(node))])
    rows[0][part] = laid


def _pictures(good: Good, schema: Schema) -> dict[str, Any]:
    """The main picture and the others, in their order, as many as the type has room for."""
    room = [MAIN, *(f"{OTHER}{number}" for number in range(1, 9))]
    places = [name for name in room if name in schema.attributes]
    return {
        name: [entry(schema, schema.items(name), address)] for name, address in zip(places, good.pictures, strict=False)
    }
