"""A product type's schema as Amazon's look, made for tests: small, and with one of each form."""

from typing import Any

MARKETPLACE = {"type": "string", "enum": ["A21TJRUUN4KGV"]}
TAG = {"type": "string", "enum": ["en_IN"]}
HERE, SAID = {"$ref": "#/$defs/marketplace_id"}, {"$ref": "#/$defs/language_tag"}


def attribute(title: str, parts: dict[str, Any], *needed: str, most: int = 1, own: bool = True) -> dict[str, Any]:
    """An attribute: its parts, which are needed, and how many values it may have."""
    properties = parts | ({"marketplace_id": HERE} if own else {})
    items = {
        "type": "object",
        "properties": properties,
        "required": list(needed),
        "additionalProperties": False,
    }
    return {
        "title": title,
        "type": "array",
        "minUniqueItems": 1,
        "maxUniqueItems": most,
        "minItems": 1,
        "selectors": ["marketplace_id"],
        "items": items,
    }


def text(title: str, *, longest: int = 200, most: int = 1) -> dict[str, Any]:
    value = {"type": "string", "maxLength": longest, "maxUtf8ByteLength": 3 * longest, "editable": True}
    return attribute(title, {"value": value, "language_tag": SAID}, "value", "language_tag", most=most)


def choice(title: str, *options: tuple[str, str]) -> dict[str, Any]:
    value = {"type": "string", "enum": [each for each, _label in options], "enumNames": [label for _, label in options]}
    return attribute(title, {"value": value}, "value")


def measure(*units: tuple[str, str]) -> dict[str, Any]:
    unit = {"type": "string", "enum": [each for each, _label in units], "enumNames": [label for _each, label in units]}
    return {
        "type": "object",
        "properties": {"value": {"type": "number", "minimum": 0}, "unit": unit},
        "required": ["value", "unit"],
    }


def measured(title: str, *units: tuple[str, str]) -> dict[str, Any]:
    return attribute(title, measure(*units)["properties"], "value", "unit")


CM = ("centimeters", "Centimetres")
PICTURE = attribute("Picture", {"media_location": {"type": "string"}}, "media_location")
SCHEDULE = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "schedule": {
                "type": "array",
                "items": {"type": "object", "properties": {"value_with_tax": {"type": "number", "minimum": 1}}},
            }
        },
    },
}
BRACELET: dict[str, Any] = {
    "$schema": "https://schemas.amazon.com/selling-partners/definitions/product-types/meta-schema/v1",
    "$id": "https://schemas.amazon.com/selling-partners/definitions/product-types/schema/v1/BRACELET",
    "$defs": {"marketplace_id": MARKETPLACE, "language_tag": TAG},
    "type": "object",
    "required": ["item_name", "brand", "country_of_origin", "material", "main_product_image_locator"],
    "properties": {
        "item_name": text("Item Name", longest=75),
        "brand": text("Brand Name"),
        "product_description": text("Product Description", longest=2000),
        "bullet_point": text("Bullet Point", longest=255, most=5),
        "country_of_origin": choice("Country of Origin", ("IN", "India"), ("NP", "Nepal")),
        "manufacturer": text("Manufacturer"),
        "rtip_manufacturer_contact_information": text("Manufacturer Contact", longest=1000),
        "external_product_information": attribute(
            "External Product Information",
            {"entity": {"type": "string", "enum": ["HSN Code"]}, "value": {"type": "string"}},
            "entity",
            "value",
        ),
        "externally_assigned_product_identifier": attribute(
            "External Product ID",
            {"type": {"type": "string", "enum": ["ean", "upc", "gtin"]}, "value": {"type": "string"}},
            "type",
            "value",
        ),
        "supplier_declared_has_product_identifier_exemption": attribute(
            "Has a Product Identifier Exemption", {"value": {"type": "boolean"}}, "value"
        ),
        "unit_count": attribute(
            "Unit Count",
            {
                "value": {"type": "number"},
                "type": {
                    "type": "object",
                    "properties": {
                        "value": {"type": "string", "enum": ["Count", "Gram", "Millilitre"]},
                        "language_tag": SAID,
                    },
                },
            },
            "value",
            "type",
        ),
        "item_weight": measured("Item Weight", ("grams", "Grams"), ("kilograms", "Kilograms")),
        "item_package_dimensions": attribute(
            "Package Dimensions", {side: measure(CM, ("inches", "Inches")) for side in ("length", "width", "height")}
        ),
        "condition_type": choice("Condition", ("new_new", "New"), ("used_good", "Used - Good")),
        "material": attribute(
            "Material",
            {
                "value": {"anyOf": [{"type": "string"}, {"type": "string", "enum": ["Lac", "Brass"]}]},
                "language_tag": SAID,
            },
            "value",
            most=3,
        ),
        "metal_type": choice("Metal Type", ("brass", "Brass"), ("steel", "Steel"), ("no_metal", "No Metal")),
        "color": attribute(
            "Colour",
            {
                "value": {"type": "string"},
                "language_tag": SAID,
                "standardized_values": {"type": "array", "items": {"type": "string", "enum": ["Red", "Green"]}},
            },
            "value",
        ),
        "size": attribute("Size", {"value": {"type": "string"}, "language_tag": SAID}, "value"),
        "batteries_required": attribute("Are batteries required?", {"value": {"type": "boolean"}}, "value"),
        "main_product_image_locator": PICTURE,
        "other_product_image_locator_1": PICTURE,
        "parentage_level": choice("Parentage Level", ("child", "Child"), ("parent", "Parent")),
        "child_parent_sku_relationship": attribute(
            "Parent", {"child_relationship_type": {"type": "string"}, "parent_sku": {"type": "string"}}
        ),
        "variation_theme": attribute(
            "Variation Theme", {"name": {"type": "string", "enum": ["SIZE", "COLOR", "SIZE/COLOR"]}}, own=False
        ),
        "purchasable_offer": attribute(
            "Offer",
            {
                "currency": {"type": "string", "enum": ["INR"]},
                "audience": {"type": "string", "enum": ["ALL"]},
                "our_price": SCHEDULE,
                "maximum_retail_price": SCHEDULE,
            },
        ),
        "fulfillment_availability": attribute(
            "Availability",
            {
                "fulfillment_channel_code": {"type": "string", "enum": ["DEFAULT", "AMAZON_EU"]},
                "quantity": {"type": "integer", "minimum": 0},
                "lead_time_to_ship_max_days": {"type": "integer"},
            },
            "fulfillment_channel_code",
            own=False,
        ),
    },
    "allOf": [
        {
            "if": {"not": {"required": ["supplier_declared_has_product_identifier_exemption"]}},
            "then": {
                "anyOf": [
                    {"required": ["externally_assigned_product_identifier"]},
                    {"required": ["merchant_suggested_asin", "condition_type"]},
                ]
            },
        },
        {
            "if": {
                "properties": {
                    "material": {"contains": {"properties": {"value": {"const": "Brass"}}, "required": ["value"]}}
                },
                "required": ["material"],
            },
            "then": {"required": ["metal_type"]},
        },
    ],
}
