"""The product types this marketplace knows: what each asks for besides what all ask, and what follows from an answer.

Their names were found for our crafts; what they ask for is invented: only an account with keys sees what Amazon asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# All ask for these; who sells a parent of sizes is asked for nothing of the sale.
OF_ALL = (
    "item_name", "brand", "bullet_point", "product_description", "country_of_origin", "manufacturer",
    "rtip_manufacturer_contact_information", "external_product_information", "supplier_declared_dg_hz_regulation",
)  # fmt: skip
OF_A_SALE = ("condition_type", "purchasable_offer", "fulfillment_availability")
OF_WHAT_IS_SOLD = ("main_product_image_locator", "item_package_weight", "item_package_dimensions")
IDENTIFIED = (
    "externally_assigned_product_identifier", "supplier_declared_has_product_identifier_exemption",
    "merchant_suggested_asin",
)  # fmt: skip
_FOOD = ("ingredients", "unit_count", "product_shelf_life")
_CLOTH = ("fabric_type", "color", "care_instructions")
_MADE = ("material", "color")


@dataclass(frozen=True)
class When:
    """If an attribute has one of these values, others are asked for."""

    name: str
    values: tuple[str, ...]
    then: tuple[str, ...]

    def schema(self) -> dict[str, Any]:
        fits = {"properties": {"value": {"enum": list(self.values)}}, "required": ["value"]}
        return {
            "if": {"required": [self.name], "properties": {self.name: {"contains": fits}}},
            "then": {"required": list(self.then)},
        }


@dataclass(frozen=True)
class Kind:
    name: str
    title: str
    keywords: str
    must: tuple[str, ...]
    when: tuple[When, ...] = ()
    themes: tuple[str, ...] = ("COLOR", "SIZE", "COLOR/SIZE")


_METALS = ("Metal", "Brass", "Bronze", "Bell Metal", "Copper", "Iron", "Silver")
_IF_METAL = When("material", _METALS, ("metal_type",))
_IF_HEAVY = When("material", _METALS, ("item_weight",))
_IF_HANDLOOM = When("weave_method", ("Handloom",), ("compliance_weave_type",))
_IF_ADULT = When("age_range_description", ("Adult",), ("fit_type",))
_IF_LIQUID = When("item_form", ("Liquid",), ("capacity",))
_IF_FOR_ONE = When("target_gender", ("female", "male"), ("department",))
_ABROAD = When("country_of_origin", ("BD", "CN", "NP", "LK"), ("importer_contact_information",))
_FOODS = (
    ("CANDY", "Sweets", "peda mithai", "flavor"),
    ("COOKIE", "Biscuits", "thekua khaja cookie"),
    ("CONDIMENT", "Pickles and sauces", "pickle achar chutney", "flavor"),
    ("HERB", "Herbs and spices", "spice masala"),
    ("SNACK_CHIP_AND_CRISP", "Papad and crisps", "papad badi snack"),
    ("FLOUR", "Flour", "sattu atta grain"),
    ("HONEY", "Honey", "honey madhu", "flavor"),
)
_WARES = (
    ("BASKET", "Baskets", "basket bamboo tokri", "item_dimensions"),
    ("VASE", "Vases", "vase blue pottery"),
    ("DRINKING_CUP", "Cups", "cup kulhad terracotta"),
    ("FIGURINE", "Figurines", "dokra figure wood statue", "theme"),
    ("WALL_ART", "Wall art", "painting folk madhubani", "theme"),
    ("RUG", "Mats and rugs", "mat sabai rug", "size"),
    ("CANDLE", "Candles", "candle diya wax", "number_of_items"),
    ("LAMP", "Lamps", "lamp bamboo lantern"),
    ("INCENSE", "Incense", "agarbatti dhoop incense", "scent", "number_of_items"),
    ("BROOM", "Brooms", "broom jhadu"),
    ("STOOL_SEATING", "Stools", "stool mudda bamboo seat", "item_dimensions"),
    ("SAUTE_FRY_PAN", "Frying pans", "tawa kadhai iron pan", "capacity"),
    ("AGRICULTURAL_SUPPLIES", "Tools", "sickle hoe spade tool", "item_weight"),
    ("TOYS_AND_GAMES", "Toys", "toy wood game", "manufacturer_minimum_age"),
)


def _kinds() -> Iterable[Kind]:
    for name, title, keywords, *more in _FOODS:
        yield Kind(name, title, keywords, (*_FOOD, *more), (_IF_LIQUID,), ("FLAVOR", "SIZE"))
    for name, title, keywords, *more in _WARES:
        yield Kind(name, title, keywords, (*_MADE, *more), (_IF_HEAVY,))
    bangle = ("material", "color", "size", "number_of_items")
    yield Kind("BRACELET", "Bracelets and bangles", "bangle lac lahthi churi kada bracelet", bangle, (_IF_METAL,))
    yield Kind("JEWELRY_SET", "Jewellery sets", "necklace meenakari jewellery", (*_MADE, "gem_type"), (_IF_METAL,))
    worn = (*_CLOTH, "apparel_size", "target_gender", "age_range_description")
    yield Kind("KURTA", "Kurtas", "kurta kurti garment", worn, (_IF_ADULT, _IF_FOR_ONE, _IF_HANDLOOM))
    yield Kind("SAREE", "Sarees", "saree sari handloom", (*_CLOTH, "item_length"), (_IF_HANDLOOM,), ("COLOR",))
    yield Kind("DECORATIVE_PILLOW_COVER", "Cushion covers", "cushion pillow cover", (*_CLOTH, "size"))
    yield Kind("SHOES", "Shoes", "mojari juti shoe", ("material", "color", "footwear_size", "target_gender"))
    carried = (*_MADE, "closure", "target_gender")
    yield Kind("HANDBAG", "Handbags", "bag handbag purse embroidered", carried, (_IF_FOR_ONE,))
    yield Kind("TOTE_BAG", "Tote bags", "jute tote bag jhola", (*_MADE, "closure"))
    yield Kind("SKIN_CLEANING_AGENT", "Soap", "soap bath", ("ingredients", "item_form", "unit_count"), (), ("SCENT",))


KINDS = {kind.name: kind for kind in _kinds()}


def rules(kind: Kind) -> tuple[When, ...]:
    """What follows from an answer, of this type and of all."""
    return (*kind.when, _ABROAD)
