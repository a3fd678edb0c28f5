"""What can be told of a good: each attribute as the schema of a list, made from a line of ours.

Names are those seen in published payloads for India; titles, lengths and choices are invented and plausible. Every
attribute is a list; `selectors` say which of its entries are one and the same, so that a patch replaces just those.
"""

from collections.abc import Mapping
from typing import Any

from haat.cli.rehearsal.amazon.wire import CURRENCY, LOCALE, MARKETPLACE

Schema = dict[str, Any]
PLACE, TONGUE = {"$ref": "#/$defs/marketplace_id"}, {"$ref": "#/$defs/language_tag"}
DEFS: Schema = {
    "marketplace_id": {"type": "string", "enum": [MARKETPLACE], "enumNames": ["Amazon.in"], "default": MARKETPLACE},
    "language_tag": {"type": "string", "enum": [LOCALE], "enumNames": ["English (India)"], "default": LOCALE},
}
_PLACED, _SPOKEN = ("marketplace_id",), ("marketplace_id", "language_tag")
LENGTHS, WEIGHTS = ("centimeters", "meters", "millimeters", "inches"), ("grams", "kilograms")


def named(*values: str) -> Schema:
    """A choice: what is sent, beside the words a person reads."""
    return {"type": "string", "enum": list(values), "enumNames": [value.replace("_", " ").title() for value in values]}


def _number(least: float = 0, *, whole: bool = False) -> Schema:
    return {"type": "integer" if whole else "number", "minimum": least}


def _written(longest: int, pattern: str = "") -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": longest} | ({"pattern": pattern} if pattern else {})


def several(
    title: str, parts: Mapping[str, Schema], must: tuple[str, ...], by: tuple[str, ...] = _PLACED, most: int = 1
) -> Schema:
    """An attribute whose entries have these parts; at most so many entries for one selector."""
    return {
        "title": title,
        "type": "array",
        "minItems": 1,
        "minUniqueItems": 1,
        "maxUniqueItems": most,
        "selectors": list(by),
        "editable": True,
        "hidden": False,
        "items": {
            "type": "object",
            "required": list(must),
            "properties": {**parts, "marketplace_id": PLACE},
            "additionalProperties": False,
        },
    }


def words(title: str, longest: int, most: int = 1) -> Schema:
    parts = {"value": _written(longest), "language_tag": TONGUE}
    return several(title, parts, ("language_tag", "value"), _SPOKEN, most)


def value(title: str, schema: Schema) -> Schema:
    return several(title, {"value": schema}, ("value",))


def known(title: str, *values: str, most: int = 1) -> Schema:
    """Words in a language, with choices that are offered and others that are taken too."""
    parts: dict[str, Schema] = {"value": {"anyOf": [named(*values), _written(100)]}, "language_tag": TONGUE}
    return several(title, parts, ("language_tag", "value"), _SPOKEN, most)


def measure(title: str, units: tuple[str, ...]) -> Schema:
    return several(title, {"value": _number(), "unit": named(*units)}, ("value", "unit"))


def _sides(title: str, *names: str) -> Schema:
    side = {
        "type": "object",
        "required": ["value", "unit"],
        "properties": {"value": _number(), "unit": named(*LENGTHS)},
        "additionalProperties": False,
    }
    return several(title, dict.fromkeys(names, side), names)


def _picture(title: str) -> Schema:
    return several(title, {"media_location": _written(2000, "^https?://")}, ("media_location",))


def _amounts(*more: str) -> Schema:
    """A list of schedules of one amount with tax."""
    told = {"value_with_tax": _number(0.01)} | {name: {"type": "string"} for name in more}
    entry = {"type": "object", "required": ["value_with_tax"], "properties": told, "additionalProperties": False}
    schedule = {"type": "array", "minItems": 1, "items": entry}
    return {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "required": ["schedule"],
            "properties": {"schedule": schedule},
            "additionalProperties": False,
        },
    }


_OFFER = several(
    "Your price",
    {
        "currency": named(CURRENCY),
        "audience": named("ALL", "B2B"),
        "our_price": _amounts(),
        "maximum_retail_price": _amounts(),
        "discounted_price": _amounts("start_at", "end_at"),
        "start_at": {"type": "object"},
        "end_at": {"type": "object"},
    },
    ("currency", "our_price", "maximum_retail_price"),
    ("marketplace_id", "currency", "audience"),
)
_STOCK = several(
    "Quantity and handling time",
    {
        "fulfillment_channel_code": named("DEFAULT", "AMAZON_IN"),
        "quantity": _number(whole=True),
        "lead_time_to_ship_max_days": _number(whole=True) | {"maximum": 30},
        "restock_date": _written(10, r"^\d{4}-\d{2}-\d{2}$"),
    },
    ("fulfillment_channel_code",),
    ("fulfillment_channel_code",),
)
# Attributes of the sale; all others are of the good. A requirement set is one, the other, or both.
OFFER: dict[str, Schema] = {
    "condition_type": value("Condition", named("new_new")),
    "purchasable_offer": _OFFER,
    "fulfillment_availability": _STOCK,
    "merchant_shipping_group": value("Shipping template", _written(100)),
    "max_order_quantity": value("Most in one order", _number(1, whole=True)),
    "merchant_suggested_asin": value("Suggested ASIN", _written(10, "^[A-Z0-9]{10}$")),
}
_BARCODE = several(
    "External product ID",
    {"type": named("ean", "gtin", "upc"), "value": _written(14, "^[0-9]{8,14}$")},
    ("type", "value"),
    ("marketplace_id", "type"),
)
_COLOUR = several(
    "Colour",
    {
        "value": _written(50),
        "language_tag": TONGUE,
        "standardized_values": {
            "type": "array",
            "minItems": 1,
            "items": {"anyOf": [named("Black", "Blue", "Brown", "Gold", "Green", "Multicolor", "Red"), _written(50)]},
        },
    },
    ("language_tag", "value"),
    _SPOKEN,
)
_UNITS = several(
    "Unit count",
    {
        "value": _number(),
        "type": {
            "type": "object",
            "required": ["value", "language_tag"],
            "properties": {"value": named("Count", "Gram", "Millilitre"), "language_tag": TONGUE},
            "additionalProperties": False,
        },
    },
    ("value", "type"),
)
_PARENT = several(
    "Parent",
    {"child_relationship_type": named("variation"), "parent_sku": _written(40)},
    ("child_relationship_type", "parent_sku"),
)
_SIZE = several(
    "Apparel size",
    {
        "size_system": named("as3"),
        "size_class": named("alpha", "numeric"),
        "size": named("xs", "s", "m", "l", "x_l", "xx_l", "free_size", "36", "38", "40", "42", "44"),
        "body_type": named("regular"),
    },
    ("size_system", "size_class", "size"),
)
GOOD: dict[str, Schema] = {
    "item_name": words("Item name", 200),
    "brand": words("Brand name", 100),
    "bullet_point": words("Bullet point", 500, most=5),
    "product_description": words("Product description", 2000),
    "generic_keyword": words("Search words", 500),
    "country_of_origin": value("Country of origin", named("IN", "BD", "CN", "NP", "LK")),
    "manufacturer": words("Manufacturer", 100),
    "rtip_manufacturer_contact_information": words("Manufacturer contact information", 500),
    "packer_contact_information": words("Packer contact information", 500),
    "importer_contact_information": words("Importer contact information", 500),
    "external_product_information": several(
        "HSN code",
        {"entity": named("HSN Code"), "value": _written(8, "^([0-9]{4}|[0-9]{6}|[0-9]{8})$")},
        ("entity", "value"),
        ("marketplace_id", "entity"),
    ),
    "externally_assigned_product_identifier": _BARCODE,
    "supplier_declared_has_product_identifier_exemption": value("Product ID exemption", {"type": "boolean"}),
    "supplier_declared_dg_hz_regulation": value(
        "Dangerous goods regulations", named("not_applicable", "ghs", "storage", "transportation", "unknown")
    ),
    "main_product_image_locator": _picture("Main image"),
    **{f"other_product_image_locator_{turn}": _picture(f"Image {turn + 1}") for turn in range(1, 9)},
    "recommended_browse_nodes": value("Browse node", _written(20)),
    "model_number": value("Model number", _written(40)),
    "part_number": value("Part number", _written(40)),
    "item_weight": measure("Item weight", WEIGHTS),
    "item_package_weight": measure("Package weight", WEIGHTS),
    "item_dimensions": _sides("Item dimensions", "length", "width", "height"),
    "item_package_dimensions": _sides("Package dimensions", "length", "width", "height"),
    "item_length": measure("Item length", LENGTHS),
    "number_of_items": value("Number of items", _number(1, whole=True)),
    "unit_count": _UNITS,
    "included_components": words("Included components", 500, most=5),
    "material": known("Material", "Brass", "Bamboo", "Clay", "Cotton", "Jute", "Lac", "Metal", "Wood", most=3),
    "color": _COLOUR,
    "size": words("Size", 50),
    "style": words("Style", 50),
    "pattern": known("Pattern", "Block Print", "Checkered", "Printed", "Solid", "Striped"),
    "theme": known("Theme", "Animal", "Religious", "Tribal"),
    "finish_type": known("Finish", "Lacquered", "Painted", "Polished", "Unfinished"),
    "item_shape": known("Shape", "Oval", "Rectangular", "Round", "Square"),
    "department": known("Department", "Boys", "Girls", "Men", "Unisex", "Women"),
    "target_gender": value("Target gender", named("female", "male", "unisex")),
    "age_range_description": known("Age range", "Adult", "Baby", "Kid"),
    "manufacturer_minimum_age": several(
        "Manufacturer minimum age", {"value": _number(whole=True), "unit": named("months", "years")}, ("value", "unit")
    ),
    "fabric_type": words("Fabric type", 200),
    "weave_method": known("Weave method", "Handloom", "Power Loom"),
    "compliance_weave_type": value("Weave type", named("knitted", "woven")),
    "compliance_is_handmade": value("Is handmade", named("yes", "no")),
    "care_instructions": known("Care instructions", "Dry Clean Only", "Hand Wash Only", "Machine Wash", "Wipe Clean"),
    "apparel_size": _SIZE,
    "footwear_size": value("Footwear size", named(*(f"uk_{size}" for size in range(2, 13)))),
    "fit_type": known("Fit type", "Loose", "Regular", "Slim"),
    "occasion_type": known("Occasion", "Casual", "Festive", "Wedding", most=5),
    "closure": known("Closure", "Button", "Drawstring", "Magnetic", "Snap", "Zipper"),
    "metal_type": value("Metal type", named("brass", "bronze", "copper", "iron", "no_metal_type", "silver")),
    "gem_type": known("Gem type", "Bead", "Glass", "Mirror", "No Gemstone", "Stone"),
    "clasp_type": known("Clasp", "Hook", "No Clasp", "Screw"),
    "ingredients": words("Ingredients", 1000),
    "allergen_information": known("Allergens", "Dairy", "Gluten Free", "Nuts", "Sesame", most=10),
    "flavor": words("Flavour", 50),
    "item_form": known("Item form", "Bar", "Cone", "Liquid", "Powder", "Stick", "Whole"),
    "product_shelf_life": several(
        "Shelf life", {"value": _number(1, whole=True), "unit": named("days", "months")}, ("value", "unit")
    ),
    "scent": words("Scent", 50),
    "skin_type": known("Skin type", "All", "Dry", "Oily", "Sensitive"),
    "wattage": several("Wattage", {"value": _number(), "unit": named("watts")}, ("value", "unit")),
    "batteries_required": value("Batteries required", {"type": "boolean"}),
    "batteries_included": value("Batteries included", {"type": "boolean"}),
    "maximum_weight_recommendation": measure("Carries", WEIGHTS),
    "is_assembly_required": value("Assembly required", {"type": "boolean"}),
    "capacity": several("Capacity", {"value": _number(), "unit": named("litres", "millilitres")}, ("value", "unit")),
    "parentage_level": value("Parentage level", named("child", "parent")),
    "child_parent_sku_relationship": _PARENT,
}
ALL: dict[str, Schema] = OFFER | GOOD


def selectors(name: str) -> tuple[str, ...]:
    """The parts by which two entries of an attribute are one and the same."""
    return tuple(ALL[name]["selectors"]) if name in ALL else ("marketplace_id",)
