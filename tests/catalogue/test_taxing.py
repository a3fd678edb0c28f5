"""HSN and tax line follow the answers: each rule of the project's kinds by the smallest answers that make it hold."""

import pytest

from haat.catalogue import data
from haat.catalogue.taxing import Line, Rules, follow, line_of


def line(slug, /, **answers):
    told = next(each for each in data.kinds() if each["slug"] == slug)
    return line_of(Rules(told["hsn"], told["tax"], told["rules"], told["sure"]), answers)


CHOSEN = [
    ("peda", {"sold_by": "makers", "mostly_of": "khoya"}, "21069099", "peda"),
    ("peda", {"sold_by": "makers", "mostly_of": "sugar"}, "17049090", "peda"),
    ("peda", {"sold_by": "temple", "mostly_of": "khoya"}, "21069099", "prasad-by-temple"),
    ("thekua-khaja", {"sweet_kind": "thekua"}, "21069099", "sweets"),
    ("thekua-khaja", {"sweet_kind": "tilkut"}, "17049090", "chikki"),
    ("pickles", {"preserved_in": "oil"}, "20059900", "pickle-oil"),
    ("pickles", {"preserved_in": "vinegar"}, "20019000", "pickle-vinegar"),
    ("pickles", {"preserved_in": "chutney"}, "21039090", "chutney-masala"),
    ("pickles", {"preserved_in": "other"}, "20019000", "pickle-oil"),
    ("papad-badi", {"kind": "papad"}, "19059040", "papad"),
    ("papad-badi", {"kind": "badi"}, "21069099", "badi-sattu-mixes"),
    ("papad-badi", {"kind": "mungodi"}, "21069099", "badi-sattu-mixes"),
    ("papad-badi", {"kind": "pellets"}, "19059030", "snack-pellets"),
    ("honey", {"branded": True}, "04090000", "honey"),
    ("honey", {"branded": False, "sold_for": "food"}, "04090000", "honey"),
    ("honey", {"branded": False, "sold_for": "puja"}, "04090000", "puja-samagri"),
    ("forest-herbs", {"sold_as": "medicine"}, "30049011", "ayurvedic-medicine"),
    ("forest-herbs", {"sold_as": "food"}, "21069099", "food-preparations"),
    ("forest-herbs", {"sold_as": "aahara"}, "21069099", "food-preparations"),
    ("forest-herbs", {"sold_as": "raw_plant", "fresh_or_dried": "fresh", "herb": "giloy"}, "12119058", "fresh-herbs"),
    (
        "forest-herbs",
        {"sold_as": "raw_plant", "fresh_or_dried": "dried", "herb": "giloy"},
        "12119058",
        "medicinal-herbs",
    ),
    (
        "forest-herbs",
        {"sold_as": "raw_plant", "fresh_or_dried": "dried", "herb": "arjun"},
        "12119035",
        "medicinal-herbs",
    ),
    (
        "forest-herbs",
        {"sold_as": "raw_plant", "fresh_or_dried": "dried", "herb": "ashwagandha"},
        *("12119057", "medicinal-herbs"),
    ),
    (
        "forest-herbs",
        {"sold_as": "raw_plant", "fresh_or_dried": "dried", "herb": "other"},
        "12119099",
        "medicinal-herbs",
    ),
    ("spices", {"form": "mixed_masala"}, "09109100", "turmeric-spices"),
    ("spices", {"form": "fresh", "spice_kind": "turmeric"}, "", "fresh-turmeric-ginger"),
    ("spices", {"form": "ground", "spice_kind": "turmeric"}, "09103030", "turmeric-spices"),
    ("spices", {"form": "whole", "spice_kind": "turmeric"}, "09103020", "turmeric-spices"),
    ("spices", {"form": "ground", "spice_kind": "chilli"}, "09042211", "chilli-pepper"),
    ("spices", {"form": "whole", "spice_kind": "chilli"}, "", "chilli-pepper"),
    ("spices", {"form": "ground", "spice_kind": "coriander"}, "09092200", "seed-spices"),
    ("spices", {"form": "whole", "spice_kind": "coriander"}, "", "seed-spices"),
    ("spices", {"form": "ground", "spice_kind": "ginger"}, "", "turmeric-spices"),
    ("sattu-grain-rice", {"form": "puffed"}, "19041020", "puffed-rice"),
    ("sattu-grain-rice", {"form": "sattu"}, "11061090", "pulse-flour"),
    ("sattu-grain-rice", {"form": "whole", "grain": "rice", "gi_name": True}, "10063091", "rice"),
    ("sattu-grain-rice", {"form": "whole", "grain": "rice", "gi_name": False}, "10063099", "rice"),
    ("sattu-grain-rice", {"form": "whole", "grain": "ragi"}, "10082930", "millets"),
    ("sattu-grain-rice", {"form": "whole", "grain": "kodo"}, "10082970", "millets"),
    ("sattu-grain-rice", {"form": "whole", "grain": "jowar"}, "", "millets"),
    ("sattu-grain-rice", {"form": "split", "grain": "gram"}, "", "pulses"),
    ("sattu-grain-rice", {"form": "whole", "grain": "wheat"}, "", "millets"),
    ("sattu-grain-rice", {"form": "flour", "grain": "wheat"}, "", "wheat-flour"),
    ("sattu-grain-rice", {"form": "flour", "grain": "ragi"}, "11029090", "other-flour"),
    ("sattu-grain-rice", {"form": "flour", "grain": "maize"}, "", "other-flour"),
    ("sattu-grain-rice", {"form": "flour", "grain": "gram"}, "11061090", "pulse-flour"),
    ("mahua-forest-produce", {"produce": "tamarind"}, "08134010", "dried-tamarind"),
    ("mahua-forest-produce", {"produce": "mahua_flower"}, "12129990", "dried-fruit"),
    ("mahua-forest-produce", {"produce": "sweets"}, "21069099", "sweets"),
    ("mahua-forest-produce", {"produce": "chironji"}, "08134090", "dried-fruit"),
    ("lac-bangles", {"made_of": "lac", "work_kind": "plain"}, "71179090", "lac-bangles"),
    ("lac-bangles", {"made_of": "lac", "work_kind": "stones"}, "71179010", "lac-bangles"),
    ("lac-bangles", {"made_of": "lac_brass"}, "71171910", "imitation-jewellery"),
    ("lac-bangles", {"made_of": "metal"}, "71171910", "imitation-jewellery"),
    ("lac-bangles", {"made_of": "glass"}, "", "glass-bangles"),
    ("lahthi", {"made_of": "lac", "work_kind": "plain"}, "71179090", "lac-bangles"),
    ("lahthi", {"made_of": "lac", "work_kind": "stones"}, "71179010", "lac-bangles"),
    ("lahthi", {"made_of": "lac_brass"}, "71171910", "imitation-jewellery"),
    ("lahthi", {"made_of": "lac_aluminium"}, "71171910", "imitation-jewellery"),
    ("lahthi", {"made_of": "metal"}, "71171910", "imitation-jewellery"),
    ("lahthi", {"made_of": "glass"}, "", "glass-bangles"),
    ("bamboo-baskets", {"made_of": "bamboo"}, "46021100", "bamboo-basket"),
    ("bamboo-baskets", {"made_of": "cane"}, "46021200", "bamboo-basket"),
    ("bamboo-baskets", {"made_of": "grass"}, "46021911", "bamboo-basket"),
    ("bamboo-furniture", {"furniture_kind": "table", "made_of": "bamboo"}, "94038200", "bamboo-furniture"),
    ("bamboo-furniture", {"furniture_kind": "rack", "made_of": "cane"}, "94038200", "bamboo-furniture"),
    ("bamboo-furniture", {"furniture_kind": "stool", "made_of": "bamboo"}, "94015200", "bamboo-seats"),
    ("bamboo-furniture", {"furniture_kind": "chair", "made_of": "bamboo"}, "94015200", "bamboo-seats"),
    ("bamboo-furniture", {"furniture_kind": "sofa", "made_of": "cane"}, "", "bamboo-seats"),
    ("bamboo-furniture", {"furniture_kind": "stool", "made_of": "sarkanda"}, "96031000", "broom"),
    ("bamboo-furniture", {"furniture_kind": "table", "made_of": "bamboo_iron"}, "", "furniture-other"),
    ("bamboo-lamps", {"hand_made": True, "holder": "B22", "lamp_kind": "table"}, "94052900", "handcrafted-lamps"),
    ("bamboo-lamps", {"hand_made": False, "holder": "B22", "lamp_kind": "table"}, "94052900", "lamps-other"),
    ("bamboo-lamps", {"hand_made": True, "holder": "no_electricity"}, "94055000", "handcrafted-lamps"),
    ("bamboo-lamps", {"hand_made": True, "holder": "B22", "lamp_kind": "hanging"}, "94051900", "handcrafted-lamps"),
    ("bamboo-lamps", {"hand_made": True, "holder": "led", "lamp_kind": "table"}, "94052100", "handcrafted-lamps"),
    ("bamboo-lamps", {"hand_made": True, "holder": "B22", "lamp_kind": "shade"}, "", "handcrafted-lamps"),
    ("pottery-terracotta", {"clay_kind": "water_pot"}, "69120040", "clay-lamps-pots"),
    ("pottery-terracotta", {"clay_kind": "diya"}, "69120040", "clay-lamps-pots"),
    ("pottery-terracotta", {"clay_kind": "cup"}, "69120010", "terracotta-tableware"),
    ("pottery-terracotta", {"clay_kind": "plate"}, "69120010", "terracotta-tableware"),
    ("pottery-terracotta", {"clay_kind": "cooking_pot"}, "69120020", "terracotta-tableware"),
    ("pottery-terracotta", {"clay_kind": "figure"}, "69139000", "blue-pottery"),
    ("pottery-terracotta", {"clay_kind": "idol"}, "69139000", "clay-idols"),
    ("blue-pottery", {"pottery_kind": "vase"}, "69139000", "blue-pottery"),
    ("blue-pottery", {"pottery_kind": "plate"}, "69120010", "terracotta-tableware"),
    ("blue-pottery", {"pottery_kind": "kitchen"}, "69120020", "terracotta-tableware"),
    ("meenakari-jewellery", {"metal": "brass"}, "71171990", "imitation-jewellery"),
    ("meenakari-jewellery", {"metal": "german_silver"}, "71171920", "imitation-jewellery"),
    ("meenakari-jewellery", {"metal": "thread"}, "71179090", "imitation-jewellery"),
    ("meenakari-jewellery", {"metal": "silver", "jewellery_kind": "ring"}, "71131149", "silver-gold-jewellery"),
    ("meenakari-jewellery", {"metal": "silver", "jewellery_kind": "ware"}, "71141110", "meenakari-silverware"),
    ("block-print-cloth", {"article": "bed_sheet"}, "63022110", "bed-table-linen"),
    ("block-print-cloth", {"article": "dupatta"}, "62149099", "shawls-stoles"),
    ("block-print-cloth", {"article": "cloth", "fabric": "silk"}, "", "silk-fabric"),
    ("block-print-cloth", {"article": "cloth", "fabric": "jute"}, "", "cotton-fabric"),
    ("block-print-cloth", {"article": "cloth", "fabric": "cotton", "gsm": 100}, "52085190", "cotton-fabric"),
    ("block-print-cloth", {"article": "cloth", "fabric": "cotton", "gsm": 101}, "52085290", "cotton-fabric"),
    ("natural-dye-cloth", {"article": "bed_sheet"}, "", "bed-table-linen"),
    ("natural-dye-cloth", {"article": "dupatta"}, "62149099", "shawls-stoles"),
    ("natural-dye-cloth", {"article": "cloth", "fabric": "silk", "loom": "handloom"}, "50079010", "silk-fabric"),
    ("natural-dye-cloth", {"article": "cloth", "fabric": "silk", "loom": "powerloom"}, "", "silk-fabric"),
    ("natural-dye-cloth", {"article": "cloth", "fabric": "wool"}, "", "cotton-fabric"),
    (
        "natural-dye-cloth",
        {"article": "cloth", "fabric": "cotton", "loom": "handloom", "gsm": 99.5},
        *("52083121", "cotton-fabric"),
    ),
    ("natural-dye-cloth", {"article": "cloth", "fabric": "cotton", "loom": "powerloom"}, "52083290", "cotton-fabric"),
    ("handloom-saree", {"fabric": "silk"}, "50072010", "saree"),
    ("handloom-saree", {"fabric": "wool"}, "", "saree"),
    ("handloom-saree", {"fabric": "cotton", "pattern": "printed"}, "52085920", "saree"),
    ("handloom-saree", {"fabric": "cotton", "pattern": "woven", "colour_family": "white"}, "52082220", "saree"),
    ("handloom-saree", {"fabric": "cotton", "pattern": "woven", "colour_family": "red"}, "52083220", "saree"),
    ("khadi-cloth", {"article": "shawl"}, "62149099", "shawls-stoles"),
    ("khadi-cloth", {"article": "bed_sheet"}, "", "bed-table-linen"),
    (
        "khadi-cloth",
        {"article": "cloth", "khadi_sold_by": "kvic", "fabric": "cotton", "dye": "undyed"},
        *("52082290", "khadi-fabric-certified"),
    ),
    (
        "khadi-cloth",
        {"article": "cloth", "khadi_sold_by": "others", "fabric": "cotton", "dye": "undyed"},
        *("52082290", "khadi-fabric"),
    ),
    (
        "khadi-cloth",
        {"article": "cloth", "khadi_sold_by": "others", "fabric": "cotton", "dye": "natural"},
        *("52083290", "khadi-fabric"),
    ),
    ("khadi-cloth", {"article": "cloth", "khadi_sold_by": "others", "fabric": "tussar"}, "50079010", "silk-fabric"),
    ("khadi-cloth", {"article": "cloth", "khadi_sold_by": "others", "fabric": "wool"}, "51111190", "woollen-fabric"),
    ("khadi-cloth", {"article": "cloth", "khadi_sold_by": "others", "fabric": "linen"}, "", "khadi-fabric"),
    (
        "stitched-garments",
        {"weave_kind": "woven", "garment_kind": "kurta", "gender": "female", "fabric": "cotton"},
        *("62114290", "womens-garments"),
    ),
    (
        "stitched-garments",
        {"weave_kind": "woven", "garment_kind": "kurta_set", "gender": "female", "fabric": "cotton"},
        *("62114210", "womens-garments"),
    ),
    (
        "stitched-garments",
        {"weave_kind": "woven", "garment_kind": "shirt", "gender": "male", "fabric": "cotton"},
        *("62052000", "mens-garments"),
    ),
    (
        "stitched-garments",
        {"weave_kind": "woven", "garment_kind": "kurta", "gender": "male", "fabric": "cotton"},
        *("", "mens-garments"),
    ),
    (
        "stitched-garments",
        {"weave_kind": "woven", "garment_kind": "kurta", "gender": "female", "fabric": "silk"},
        *("62114999", "womens-garments"),
    ),
    ("stitched-garments", {"weave_kind": "knitted"}, "", "knitted-garments"),
    ("embroidered-bags", {"bag_kind": "cloth_article"}, "63079020", "other-made-ups"),
    ("embroidered-bags", {"bag_kind": "sling", "made_of": "cotton", "hand_made": True}, "42022220", "cotton-jute-bags"),
    ("embroidered-bags", {"bag_kind": "sling", "made_of": "jute", "hand_made": True}, "42022230", "cotton-jute-bags"),
    ("embroidered-bags", {"bag_kind": "pouch", "made_of": "cotton", "hand_made": True}, "42023290", "handicraft-bags"),
    ("embroidered-bags", {"bag_kind": "pouch", "made_of": "cotton", "hand_made": False}, "42023290", "bags-other"),
    ("embroidered-bags", {"bag_kind": "sling", "made_of": "silk", "hand_made": True}, "", "handicraft-bags"),
    ("embroidered-bags", {"bag_kind": "sling", "made_of": "silk", "hand_made": False}, "", "bags-other"),
    ("cushion-covers", {"filler_included": True}, "", "filled-cushions"),
    ("cushion-covers", {"filler_included": False, "article": "quilt"}, "94044010", "quilts"),
    ("cushion-covers", {"filler_included": False, "article": "toran"}, "56090090", "furnishing-textiles"),
    (
        "cushion-covers",
        {"filler_included": False, "article": "cushion_cover", "made_of": "silk", "loom": "handloom"},
        *("63049991", "furnishing-textiles"),
    ),
    (
        "cushion-covers",
        {"filler_included": False, "article": "cushion_cover", "made_of": "cotton", "loom": "handloom"},
        *("63049281", "furnishing-textiles"),
    ),
    (
        "cushion-covers",
        {"filler_included": False, "article": "wall_hanging", "made_of": "cotton"},
        *("63049289", "furnishing-textiles"),
    ),
    ("dokra", {"dokra_kind": "figure"}, "83062990", "metal-ornaments"),
    ("dokra", {"dokra_kind": "bell"}, "83061000", "metal-ornaments"),
    ("dokra", {"dokra_kind": "other", "hand_made": True}, "74198030", "dhokra-art-ware"),
    ("dokra", {"dokra_kind": "other", "hand_made": False}, "", "brass-copper-articles-other"),
    ("iron-tools", {"tool": "sickle"}, "82019000", "hand-farm-tools"),
    ("iron-tools", {"tool": "kudal"}, "82013000", "hand-farm-tools"),
    ("iron-tools", {"tool": "axe"}, "82014000", "hand-farm-tools"),
    ("iron-tools", {"tool": "spade"}, "", "hand-farm-tools"),
    ("iron-tools", {"tool": "knife"}, "82119100", "knives"),
    ("iron-kitchenware", {"vessel": "tawa", "made_of": "forged"}, "73239920", "iron-kitchenware"),
    ("iron-kitchenware", {"vessel": "pan", "made_of": "cast_iron"}, "73239110", "iron-kitchenware"),
    ("iron-kitchenware", {"vessel": "ghamella"}, "73239410", "iron-ghamella-scourers"),
    ("iron-kitchenware", {"vessel": "art"}, "73269099", "iron-art-ware"),
    ("wood-craft", {"article": "figure"}, "44201900", "wooden-handicraft"),
    ("wood-craft", {"article": "bowl"}, "44199090", "wooden-tableware"),
    ("wood-craft", {"article": "frame"}, "44140000", "wooden-frames"),
    ("wood-craft", {"article": "box"}, "", "wooden-handicraft"),
    ("wood-craft", {"article": "furniture"}, "", "wooden-furniture"),
    ("wood-craft", {"article": "other"}, "44219990", "wooden-articles"),
    ("wood-toys", {"electronic": False, "made_of": "gamhar"}, "95030020", "dolls-toys"),
    ("wood-toys", {"electronic": False, "made_of": "cloth_stuff"}, "95030099", "dolls-toys"),
    ("wood-toys", {"electronic": True}, "95030010", "toys-electronic"),
    ("agarbatti-dhoop", {}, "33074100", "agarbatti"),
    ("candles-diyas", {"kind": "candle"}, "34060010", "candles"),
    ("candles-diyas", {"kind": "wax_diya"}, "34060090", "candles"),
    ("candles-diyas", {"kind": "empty_diya"}, "69120040", "clay-lamps-pots"),
    ("folk-paintings", {"original": "original"}, "97019100", "paintings"),
    ("folk-paintings", {"original": "print"}, "49119100", ""),
    ("puja-items", {"article": "rudraksha_mala"}, "14049070", "puja-samagri"),
    ("puja-items", {"article": "wick"}, "59080020", "puja-samagri"),
    ("puja-items", {"article": "lamp", "made_of": "clay"}, "69120040", "clay-lamps-pots"),
    ("puja-items", {"article": "idol", "made_of": "brass"}, "83062190", "other-idols"),
    ("puja-items", {"article": "idol", "made_of": "wood"}, "44201900", "deities-of-stone-wood"),
    ("puja-items", {"article": "idol", "made_of": "clay"}, "69139000", "clay-idols"),
    ("puja-items", {"article": "kit"}, "", ""),
    ("jute-bags", {"bag_kind": "tote", "made_of": "jute"}, "42022230", "cotton-jute-bags"),
    ("jute-bags", {"bag_kind": "tote", "made_of": "cotton"}, "42022220", "cotton-jute-bags"),
    ("jute-bags", {"bag_kind": "tote", "made_of": "leather"}, "", "handicraft-bags"),
    ("jute-bags", {"bag_kind": "sack"}, "63051040", "packing-sacks"),
    ("jute-bags", {"bag_kind": "cloth_article"}, "63079090", "other-made-ups"),
    ("leather-mojari", {"fabric": "leather", "shoe_kind": "mojari", "sole": "leather"}, "64032030", "leather-footwear"),
    ("leather-mojari", {"fabric": "leather", "shoe_kind": "other", "sole": "leather"}, "64035990", "leather-footwear"),
    ("leather-mojari", {"fabric": "leather", "shoe_kind": "mojari", "sole": "rubber"}, "", "leather-footwear"),
    ("leather-mojari", {"fabric": "velvet"}, "64052000", "leather-footwear"),
    ("brooms", {"made_of": "broom_grass"}, "96031000", "broom"),
    ("brooms", {"made_of": "plastic"}, "96039000", "broom-other"),
    ("mats", {"article": "floor_mat", "made_of": "date_palm"}, "46012900", "mats"),
    ("mats", {"article": "floor_mat", "made_of": "bamboo"}, "46012100", "mats"),
    ("mats", {"article": "floor_mat", "made_of": "sabai"}, "46012900", "leaf-goods"),
    ("mats", {"article": "place_mat", "made_of": "sikki"}, "46019400", "mats"),
    ("mats", {"article": "durrie", "made_of": "cotton"}, "57024230", "durries"),
    ("mats", {"article": "floor_mat", "made_of": "jute"}, "", "mats"),
    ("soap", {"form": "bar", "soap_kind": "toilet"}, "34011190", "soap"),
    ("soap", {"form": "bar", "soap_kind": "laundry"}, "34011930", "soap-other"),
    ("soap", {"form": "liquid"}, "34012000", "soap-other"),
    ("hair-oil", {"sold_as": "cosmetic", "hair_article": "oil", "perfumed": True}, "33059011", "hair-oil"),
    ("hair-oil", {"sold_as": "cosmetic", "hair_article": "oil", "perfumed": False}, "33059019", "hair-oil"),
    ("hair-oil", {"sold_as": "cosmetic", "hair_article": "dye"}, "33059040", "hair-preparations-other"),
    ("hair-oil", {"sold_as": "cosmetic", "hair_article": "other"}, "", "hair-preparations-other"),
    ("hair-oil", {"sold_as": "medicine"}, "30049011", "ayurvedic-medicine"),
]


@pytest.mark.parametrize(("kind", "answers", "hsn", "tax"), CHOSEN)
def test_the_smallest_answers_choose_code_and_line(kind, answers, hsn, tax):
    found = line(kind, **answers)
    assert (found.hsn, found.tax_slug, found.tax_open) == (hsn, tax, ())


def holds(rule, answers):
    return line_of(Rules("", "", [{"when": rule["when"], "tax": "it"}], {}), answers).tax_slug == "it"


def test_every_rule_is_made_to_hold_by_some_of_these():
    unheld = [
        (kind["slug"], rule)
        for kind in data.kinds()
        for rule in kind["rules"]
        if not any(slug == kind["slug"] and holds(rule, answers) for slug, answers, _hsn, _tax in CHOSEN)
    ]
    assert unheld == []


def test_without_answers_nothing_is_decided_and_what_is_lacking_is_named():
    assert line("papad-badi") == Line("19059040", "papad", False, ("kind",), ("kind",))
    assert line("block-print-cloth").hsn_open == ("article", "fabric", "gsm")
    assert line("block-print-cloth", article="dupatta").open == ()


def test_an_answer_that_can_change_nothing_any_more_is_not_lacking():
    assert line("sattu-grain-rice", form="sattu").open == ()
    assert line("peda", sold_by="makers").tax_open == ()
    assert line("peda", sold_by="makers").hsn_open == ("mostly_of",)


def test_what_is_not_proven_is_not_sure():
    assert line("papad-badi", kind="papad").sure
    assert not line("papad-badi", kind="pellets").sure
    assert not line("lahthi", made_of="lac", work_kind="plain").sure
    assert not line("folk-paintings", original="print").sure


def test_yes_is_not_one_and_a_bound_wants_a_number():
    rules = [{"when": {"a": [True]}, "tax": "one"}, {"when": {"n": {"over": 2, "up_to": 4}}, "tax": "two"}]
    usual = Rules("12345678", "none", rules, {})
    assert line_of(usual, {"a": 1, "n": 9}).tax_slug == "none"
    assert line_of(usual, {"a": False, "n": 2}).tax_slug == "none"
    assert line_of(usual, {"a": False, "n": 3}).tax_slug == "two"
    assert line_of(usual, {"a": False, "n": True}).tax_open == ("n",)


def test_what_the_desk_has_set_comes_first():
    own = Line("12345678", "mine", sure=True)
    assert line_of(Rules("1", "2", [], {}), {}, own) is own


NOW = Line("21069099", "badi", True)
PAPAD = Line("19059040", "papad", True)


@pytest.mark.parametrize(
    ("hsn", "tax", "was", "now", "after", "asked"),
    [
        ("", "pickle", None, NOW, {"hsn": "21069099", "tax_slug": "badi"}, False),
        ("2106", "pickle", None, NOW, {"hsn": "21069099", "tax_slug": "badi"}, False),
        ("21069099", "badi", None, NOW, {}, False),
        ("19059040", "papad", PAPAD, NOW, {"hsn": "21069099", "tax_slug": "badi"}, False),
        ("1905", "papad", PAPAD, NOW, {"hsn": "21069099", "tax_slug": "badi"}, False),
        # Set by hand: another code, another line, or what only a guess said before.
        ("20019000", "pickle", None, NOW, {}, True),
        ("", "sweets", None, NOW, {}, True),
        ("19059040", "papad", Line("19059040", "papad", False, (), ("kind",)), NOW, {}, True),
        # Not decided, or not known.
        ("", "pickle", None, Line("21069099", "badi", False, (), ("kind",)), {}, False),
        ("", "pickle", None, Line("49119100", "", False), {}, True),
        # The line is decided and the code is not: the old one would belong to another line.
        ("19059040", "papad", PAPAD, Line("", "badi", False), {"hsn": "", "tax_slug": "badi"}, False),
        ("", "pickle", None, Line("2106", "badi", False, ("form",), ()), {"tax_slug": "badi"}, False),
    ],
)
def test_a_good_follows_unless_somebody_set_its_line(hsn, tax, was, now, after, asked):
    found = follow(hsn, tax, usual="pickle", was=was, now=now)
    assert (dict(found.after), found.asked) == (after, asked)
