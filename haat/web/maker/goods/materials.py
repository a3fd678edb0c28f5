"""Which drawing stands for a material: crafts name more materials than there are drawings."""

from functools import cache

from django.contrib.staticfiles import finders

# Material of a craft → the drawing nearest to it, where it has none of its own.
NEAREST = {
    "bamboo_sticks": "bamboo",
    "beeswax": "wax",
    "bottle": "jar",
    "brass_wire": "brass",
    "charcoal_powder": "charcoal",
    "colour": "natural-colour",
    "cotton": "yarn",
    "cotton_cloth": "cloth",
    "cotton_yarn": "yarn",
    "date_leaf": "leaf",
    "dye": "natural-colour",
    "earth_colour": "natural-colour",
    "fuelwood": "fuel",
    "geru": "natural-colour",
    "ghee": "oil",
    "gram": "dal",
    "handle_wood": "wood-handle",
    "hide": "leather",
    "jigat": "incense",
    "jute_cloth": "jute",
    "lining": "cloth",
    "mahua_flowers": "leaf",
    "metal_sheet": "brass",
    "mustard_oil": "oil",
    "old_sarees": "cloth",
    "packet": "box",
    "paddy": "flour",
    "paper_board": "box",
    "polish": "paint",
    "print_ink": "paint",
    "raw_honey": "honeycomb",
    "rivets": "iron",
    "sabai_grass": "jute",
    "sal_leaves": "leaf",
    "scent": "incense",
    "scrap_iron": "iron",
    "spices": "spice",
    "starch": "flour",
    "straw": "jute",
    "tasar_yarn": "cocoon",
    "turmeric": "spice",
    "urad": "dal",
    "varnish": "paint",
    "wool_yarn": "yarn",
}
OTHER = "material-other.svg"


@cache
def drawing_of(slug: str) -> str:
    """The file name of a material's drawing; a bundle of things when nothing fits."""
    own = f"material-{slug.replace('_', '-')}.svg"
    for name in (own, f"material-{NEAREST.get(slug, 'other')}.svg"):
        if finders.find(f"ui/drawings/{name}"):
            return name
    return OTHER
