"""The words of the Deoghar demonstration hold together: counts, names, prices, languages."""

import json
import re
import unicodedata
from collections import Counter
from operator import itemgetter
from pathlib import Path

import pytest

from haat.catalogue import data
from tests.each import offenders

CONTENT = Path(__file__).resolve().parents[2] / "demo" / "content"
DEOGHAR = CONTENT / "deoghar"
BLOCKS = {
    "deoghar",
    "devipur",
    "karon",
    "madhupur",
    "margomunda",
    "mohanpur",
    "palojori",
    "sarath",
    "sarwan",
    "sonaraithari",
}
LAUNCH = ["sweets", "iron", "clay", "embroidery", "bamboo", "lac", "khadi", "tribal", "forest", "pickle"]
GROUNDS = {"haldi", "lac", "leaf", "indigo", "mitti", "khadi", "night"}
SCRIPTS = {
    "hi": "\u0900-\u097f",
    "mr": "\u0900-\u097f",
    "bn": "\u0980-\u09ff",
    "sat": "\u1c50-\u1c7f",
    "or": "\u0b00-\u0b7f",
    "ur": "\u0600-\u06ff",
}
GSTIN_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SENTENCE_END = re.compile(r"(?<=[.।])\s+")


def load(name):
    return json.loads((CONTENT / name).read_text(encoding="utf-8"))


SINCE = {"dhokra", "toys", "broom"}  # crafts that came after the demonstration was written
crafts = {craft["slug"]: craft for craft in data.crafts()}
makers = {maker["slug"]: maker for maker in load("deoghar/makers.json")}
federations = {row["slug"]: row for row in load("deoghar/federations.json")}
words = load("deoghar/words.json")
goods = [good for path in sorted((DEOGHAR / "goods").glob("*.json")) for good in load(f"deoghar/goods/{path.name}")]
by_slug = itemgetter("slug")


def names_in(node):
    """Every {language: text} mapping below a node."""
    if isinstance(node, dict):
        if "hi" in node and isinstance(node["hi"], str):
            yield node
        for value in node.values():
            yield from names_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from names_in(value)


def gstin_check(gstin):
    total = 0
    for place, letter in enumerate(gstin[:14]):
        product = GSTIN_DIGITS.index(letter) * (1 + place % 2)
        total += product // 36 + product % 36
    return GSTIN_DIGITS[-total % 36]


def test_crafts_open_with_the_launch_list():
    assert list(crafts)[:10] == LAUNCH
    assert [slug for slug, craft in crafts.items() if craft["launch"]] == LAUNCH
    assert len(crafts) == 19


def test_crafts_are_named_in_seven_languages():
    """Those added since want Santali from somebody who reads it."""
    expected = {"en", "hi", "mr", "bn", "sat", "or", "ur"}
    assert {slug for slug, craft in crafts.items() if set(craft["names"]) != expected} == SINCE
    assert {slug for slug in SINCE if set(crafts[slug]["names"]) != expected - {"sat"}} == set()


def test_crafts_ask_for_a_few_attributes_and_materials():
    for slug, craft in crafts.items():
        assert 3 <= len(craft["attributes"]) <= 6, slug
        assert len(craft["materials"]) >= 3, slug
        for row in craft["attributes"]:
            assert set(row["label"]) == {"en", "hi", "mr"}, (slug, row["slug"])
        for material in craft["materials"]:
            assert {"en", "hi", "mr", "drawing"} <= set(material), (slug, material["slug"])
        for kind in ("attributes", "materials"):
            found = [row["slug"] for row in craft[kind]]
            assert len(found) == len(set(found)), (slug, kind)


def test_makers_are_a_hundred_vendors_and_fifty_groups():
    kinds = Counter("artisan" if maker["kind"] == "artisan" else "group" for maker in makers.values())
    assert kinds == {"artisan": 100, "group": 50}
    assert len(load("deoghar/makers.json")) == len(makers)


def test_makers_live_in_all_ten_blocks_of_the_places_table():
    assert {maker["block"] for maker in makers.values()} == BLOCKS
    assert {maker["block"] for maker in makers.values() if maker["kind"] != "artisan"} == BLOCKS


def is_complete(maker):
    assert set(maker["crafts"]) <= set(crafts)
    assert re.fullmatch(r"81[45]\d{3}", maker["pin"])
    assert 1960 <= maker["since"] <= 2024
    assert maker["regime"] in {"unregistered_enrolled", "gst", "via_federation"}
    assert ("gstin" in maker) == (maker["regime"] == "gst")
    assert ("seller" in maker) == (maker["regime"] == "via_federation")
    assert set(maker["story"]) == {"en", "hi"}
    assert any(good["maker"] == maker["slug"] for good in goods)
    if maker["regime"] == "via_federation":
        assert federations[maker["seller"]]["seller"] is True


def test_makers_are_complete():
    assert offenders(is_complete, makers.values(), name=by_slug) == []


def has_members(group):
    assert 10 <= len(group["members"]) <= 14
    assert group["members"][0] == [group["leader"]["en"], group["leader"]["hi"]]
    assert len({name for name, _ in group["members"]}) == len(group["members"])
    assert group["share"] in {"equal", "by_work", "by_amounts"}
    assert federations[group["village_organisation"]]["kind"] == "village_organisation"


def test_groups_have_ten_to_fourteen_named_members():
    groups = [maker for maker in makers.values() if maker["kind"] != "artisan"]
    assert offenders(has_members, groups, name=by_slug) == []


def test_federations_two_of_them_sell():
    assert sum(row["kind"] == "federation" for row in federations.values()) == 6
    assert sum(row["kind"] == "village_organisation" for row in federations.values()) == 16
    assert sum(row.get("seller", False) for row in federations.values()) == 2
    for row in federations.values():
        if row["kind"] == "village_organisation":
            assert federations[row["federation"]]["kind"] == "federation"


def test_gstins_are_of_jharkhand_and_check():
    gstins = [row["gstin"] for row in [*makers.values(), *federations.values()] if "gstin" in row]
    assert len(gstins) == len(set(gstins)) == 14
    assert {gstin[:2] for gstin in gstins} == {"20"}
    assert [gstin for gstin in gstins if gstin_check(gstin) != gstin[14]] == []


def test_goods_are_many_and_cover_every_craft_and_block():
    assert len(goods) >= 420
    assert len({good["slug"] for good in goods}) == len(goods)
    assert {good["craft"] for good in goods} == set(crafts) - SINCE
    assert {makers[good["maker"]]["block"] for good in goods} == BLOCKS


def belongs(good):
    maker, craft = makers[good["maker"]], crafts[good["craft"]]
    assert good["craft"] in maker["crafts"]
    assert set(good["attributes"]) <= {row["slug"] for row in craft["attributes"]}
    assert set(good["cost"]["materials"]) <= {row["slug"] for row in craft["materials"]}
    for row in craft["attributes"]:
        value = good["attributes"].get(row["slug"])
        if value is not None and "choices" in row:
            assert value in row["choices"]


def test_goods_belong_to_their_makers_and_crafts():
    assert offenders(belongs, goods, name=by_slug) == []


def pays(good):
    cost = good["cost"]
    pay = cost["minutes"] / 60 * cost["per_hour"]
    assert 35 <= cost["per_hour"] <= 60
    assert sum(cost["materials"].values()) + pay <= good["price"] * 0.82
    assert good["mrp"] >= good["price"]
    for variant in good.get("variants", []):
        assert variant["mrp"] >= variant["price"] > 0
    if "variants" in good:
        slugs = [variant["slug"] for variant in good["variants"]]
        assert len(slugs) == len(set(slugs))
        assert good["price"] in [variant["price"] for variant in good["variants"]]


def test_prices_pay_cost_work_and_the_mart():
    assert offenders(pays, goods, name=by_slug) == []


def can_be_listed(good):
    assert ("stock" in good) != ("made_to_order" in good)
    assert good["net"]["unit"] in {"g", "ml", "piece"}
    assert good["weight_g"] > 0
    assert len(good["size_cm"]) in {2, 3}
    assert good["ground"] in GROUNDS
    assert good["drawing"].endswith(".svg")
    assert {"goods", "hsn"} == set(good["tax"])
    if good["craft"] in {"sweets", "pickle", "grain"}:
        assert good["shelf_life_days"] > 0
        assert set(good["ingredients"]) == {"en", "hi"}


def test_goods_can_be_listed():
    assert offenders(can_be_listed, goods, name=by_slug) == []


def test_goods_speak_many_languages():
    spoken = Counter(language for good in goods for language in good["names"])
    assert spoken["en"] == spoken["hi"] == spoken["mr"] == len(goods)
    assert spoken["bn"] >= 130
    assert spoken["sat"] >= 50  # each its own good's: names that stood at two were one too many


@pytest.mark.parametrize("language", ["en", "hi", "mr", "bn", "sat"])
def test_a_name_is_one_goods(language):
    told = Counter(good["names"][language] for good in goods if language in good["names"])
    assert [name for name, count in told.items() if count > 1] == []


def test_a_village_tells_no_two_goods_apart():
    """Where one translated name was used for a pair, a village behind a comma hid it."""
    stems = Counter(good["names"]["mr"].split(",")[0] for good in goods)
    assert {stem for stem, count in stems.items() if count > 1} == {"कापडावरील सोहराय", "सोहराय चित्र"}


# What a rating speaks of, and what the goods it stands at must be called.
SPEAKS_OF = [
    (r"पेड़[ाे]", "peda"),
    ("ठेकुआ", "thekua"),
    ("Tilkut", "tilkut"),
    ("leaf bowl", "leaf-bowl"),
    ("mirror", "mirror"),
    ("चूड़ी|2\\.6 fits", "bangles|lahthi|dozen|lahariya|kada"),
    ("तवे", "tawa"),
    ("kadhai", "kadhai"),
    ("खुरपी", "khurpi"),
    ("दीये|diyas", "diyas"),
    ("kulhads", "kulhads"),
    ("घड़े", "ghada|water-pot"),
    ("गुल्लक", "gullak"),
    ("bag", "bag|pickle|chilli"),
    ("कुर्ते", "kurta"),
    ("गुदड़ी", "gudri|quilt"),
    ("फ्रॉक", "frock"),
    ("Blouse fitted", "blouse"),
    ("सूप", "soop"),
    ("mooda", "mooda"),
    ("डलिया", "dalia"),
    ("टोकरी", "basket|dalia|tokri"),
    ("lamp", "lamp"),
    ("गमछा", "gamchha"),
    ("tasar", "tasar"),
    ("शॉल", "shawl"),
    ("stole", "stole"),
    ("चादर", "chadar"),
    ("bull", "bull"),
    ("elephant", "elephant"),
    ("बाँसुरी", "flute|tirio"),
    ("mask", "mask"),
    ("शहद|honey", "honey"),
    ("पत्तल", "pattal"),
    ("महुआ", "mahua"),
    ("आम का अचार", "mango-pickle"),
    ("lemon", "lemon"),
    ("पापड़", "papad"),
    ("बड़ी", "badi|mungodi"),
    ("सत्तू", "sattu"),
    ("haldi", "haldi"),
    ("चावल", "rice"),
    ("chandan", "chandan"),
    ("थैला", "bag"),
    ("train", "train"),
]


def test_ratings_stand_at_the_goods_they_speak_of():
    slugs = {good["slug"]: good["craft"] for good in goods}
    for rating in words["ratings"]:
        assert rating["goods"], rating["text"]
        assert {slugs[slug] for slug in rating["goods"]} == {rating["craft"]}, rating["text"]
        for said, called in SPEAKS_OF:
            if re.search(said, rating["text"]):
                assert [slug for slug in rating["goods"] if not re.search(called, slug)] == [], rating["text"]


def test_goods_sentences_are_not_repeated_more_than_thrice():
    uses = Counter(
        sentence
        for good in goods
        for language in ("en", "hi")
        for sentence in SENTENCE_END.split(good["about"][language])
    )
    assert [sentence for sentence, count in uses.items() if count > 3] == []


def test_no_two_goods_share_a_description():
    for language in ("en", "hi"):
        texts = Counter(good["about"][language] for good in goods)
        assert [text for text, count in texts.items() if count > 1] == []


def test_every_text_is_in_its_own_script_and_composed():
    everything = [list(crafts.values()), list(makers.values()), list(federations.values()), goods, words]
    for mapping in names_in(everything):
        for language, text in mapping.items():
            if not isinstance(text, str):
                continue
            assert unicodedata.normalize("NFC", text) == text, text
            if language in SCRIPTS and re.search(r"[^\W\d_]", text):
                foreign = re.findall(rf"[^\W\d_](?<![{SCRIPTS[language]}A-Za-z])", text)
                assert foreign == [], (language, text)
            assert text == text.strip()
            assert "  " not in text


def test_words_are_enough_for_ninety_days():
    assert len(words["buyers"]) == 40
    assert len(words["ratings"]) == 60
    assert len(words["return_reasons"]) == 12
    assert len(words["quotes"]) == 10
    assert {rating["stars"] for rating in words["ratings"]} == {2, 3, 4, 5}
    assert {quote["maker"] for quote in words["quotes"]} <= set(makers)
    assert {rating["craft"] for rating in words["ratings"]} <= set(crafts)


def test_legal_pages_are_in_three_languages():
    assert [page["slug"] for page in words["legal"]] == ["grievance", "returns", "privacy"]
    for page in words["legal"]:
        for row in [page["title"], *page["paragraphs"]]:
            assert set(row) == {"en", "hi", "mr"}
    for text in words["home"].values():
        assert {"en", "hi", "mr"} <= set(text)


def test_content_files_stay_small():
    sizes = {path.name: path.stat().st_size for path in DEOGHAR.rglob("*.json")}
    assert {name: size for name, size in sizes.items() if size > 200_000} == {}
