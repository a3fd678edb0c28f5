"""The words of the Chandrapur demonstration: complete, consistent and priced so that making pays."""

import csv
import json
import re
from collections import Counter
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from haat.catalogue import data
from haat.core.identifiers import clean_gstin
from tests.each import offenders

CONTENT = Path(__file__).resolve().parents[2] / "demo" / "content"
DRAWINGS = CONTENT.parents[1] / "haat" / "web" / "ui" / "static" / "ui" / "drawings"
HAAT = CONTENT.parents[1] / "haat"
LANGUAGES = {"mr", "hi", "en"}
REGIMES = {"unregistered_enrolled", "gst", "via_federation"}
BLOCKS = {
    "ballarpur",
    "bhadrawati",
    "brahmapuri",
    "chandrapur",
    "chimur",
    "gondpipri",
    "jiwati",
    "korpana",
    "mul",
    "nagbhid",
    "pombhurna",
    "rajura",
    "saoli",
    "sindewahi",
    "warora",
}


def read(name: str) -> Any:
    return json.loads((CONTENT / "chandrapur" / name).read_text(encoding="utf-8"))


CRAFTS = {craft["slug"]: craft for craft in data.crafts()}
MAKERS = {maker["slug"]: maker for maker in read("makers.json")}
ORGANISATIONS = {row["slug"]: row for row in read("federations.json")}
GOODS = read("goods.json")
WORDS = read("words.json")
by_slug = itemgetter("slug")


def rows_of(path: str) -> list[dict[str, str]]:
    with (HAAT / path).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def texts_in(value: Any) -> list[dict[str, str]]:
    """Every {language: text} mapping anywhere inside the value."""
    if isinstance(value, list):
        return [found for item in value for found in texts_in(item)]
    if not isinstance(value, dict):
        return []
    if "en" in value:
        return [value]
    return [found for item in value.values() for found in texts_in(item)]


def cost_paise(good: dict[str, Any]) -> int:
    """Materials and pay for one piece of the good as first sold, rounded up."""
    cost = good["cost"]
    pay = -(-cost["minutes"] * cost["pay_per_hour_paise"] // 60)
    return sum(material["paise"] for material in cost["materials"]) + pay


def amount(net: dict[str, Any]) -> int:
    assert isinstance(net["quantity"], int)
    return net["quantity"] * {"kg": 1000}.get(net["unit"], 1)


def test_slugs_are_unique_and_counts_are_met():
    assert len(read("makers.json")) == len(MAKERS) == 40
    assert len({good["slug"] for good in GOODS}) == len(GOODS)
    assert len(GOODS) >= 84
    kinds = Counter(row["kind"] for row in ORGANISATIONS.values())
    assert kinds == {"federation": 3, "village_organisation": 8}
    assert (len(WORDS["buyers"]), len(WORDS["ratings"])) == (15, 20)


def test_makers_cover_every_block():
    assert {maker["block"] for maker in MAKERS.values()} == BLOCKS
    assert {block["slug"] for block in read("blocks.json")} == BLOCKS


def test_villages_are_known_to_places_by_block_pin_and_name():
    lgd = {block["slug"]: str(block["lgd"]) for block in read("blocks.json")}
    known = {
        (row["block"], row["pin"], row["name_en"], row["name_hi"], row["name_mr"])
        for row in rows_of("places/data/localities_chandrapur.csv")
    }
    for row in (*MAKERS.values(), *ORGANISATIONS.values()):
        if "village" in row:
            village = row["village"]
            place = (lgd[row["block"]], row["pin"], village["en"], village["hi"], village["mr"])
            assert place in known


def test_tax_lines_are_known_to_pricing_at_the_rate_given():
    known = {(row["slug"], row["rate_bp"]) for row in rows_of("pricing/data/tax_rules.csv")}
    assert {(good["tax"]["slug"], str(good["tax"]["gst_pct"] * 100)) for good in GOODS} <= known


def is_whole(maker):
    assert maker["kind"] in {"group", "producer_group"}
    assert maker["regime"] in REGIMES
    assert maker["share"] in {"equal", "by_work", "by_amounts"}
    assert set(maker["crafts"]) <= CRAFTS.keys()
    assert re.fullmatch(r"44[12]\d{3}", maker["pin"])
    assert 10 <= len(maker["members"]) <= 13
    assert len({member[0] for member in maker["members"]}) == len(maker["members"])
    assert maker["members"][0] == [maker["leader"][language] for language in ("en", "hi", "mr")]
    assert re.search(r"[.।] ", maker["story"]["hi"]), "a story has two sentences"


def test_makers_are_whole():
    assert offenders(is_whole, MAKERS.values(), name=by_slug) == []


def has_a_seller(maker):
    assert ("gstin" in maker) == (maker["regime"] == "gst")
    assert ("seller" in maker) == (maker["regime"] == "via_federation")
    if "seller" in maker:
        assert ORGANISATIONS[maker["seller"]]["seller"]
    if "village_organisation" in maker:
        assert ORGANISATIONS[maker["village_organisation"]]["block"] == maker["block"]
    else:
        assert ORGANISATIONS[maker["federation"]]["kind"] == "federation"


def test_makers_have_a_seller():
    assert offenders(has_a_seller, MAKERS.values(), name=by_slug) == []


def test_gstins_are_valid_for_maharashtra_and_used_once():
    numbers = [row["gstin"] for row in (*MAKERS.values(), *ORGANISATIONS.values()) if "gstin" in row]
    assert [clean_gstin(number) for number in numbers] == numbers
    assert {number[:2] for number in numbers} == {"27"}
    assert len(set(numbers)) == len(numbers)
    sellers = [row for row in ORGANISATIONS.values() if row.get("seller")]
    assert [row["gstin"][2:12] for row in sellers] == [row["pan"] for row in sellers]
    assert len(sellers) == 1


def test_every_maker_sells_something():
    assert {good["maker"] for good in GOODS} == MAKERS.keys()


def belongs(good):
    maker = MAKERS[good["maker"]]
    assert good["craft"] in maker["crafts"]
    assert "fssai" not in CRAFTS[good["craft"]]["papers"] or maker["has_fssai"]
    assert set(good["attributes"]) <= {attribute["slug"] for attribute in CRAFTS[good["craft"]]["attributes"]}
    assert ("stock" in good) != ("made_to_order" in good)
    assert good["weight_g"] > 0
    assert len(good["size_cm"]) == 3


def test_goods_belong_to_their_makers_and_crafts():
    assert offenders(belongs, GOODS, name=by_slug) == []


def leaves_a_margin(good):
    cost = cost_paise(good)
    assert 4000 <= good["cost"]["pay_per_hour_paise"] <= 6000
    assert good["cost"]["minutes"] > 0
    assert 0.16 <= 1 - cost / good["price_paise"] <= 0.24
    for variant in good["variants"]:
        scale = amount(variant["net"]) / amount(good["net"])
        assert cost * scale <= variant["price_paise"] <= variant["mrp_paise"]


def test_prices_cover_materials_and_pay_and_leave_a_margin():
    assert offenders(leaves_a_margin, GOODS, name=by_slug) == []


def begins_with_itself(good):
    first = good["variants"][0]
    for field in ("price_paise", "mrp_paise", "net", "weight_g"):
        assert first[field] == good[field]
    assert len({variant["key"] for variant in good["variants"]}) == len(good["variants"])


def test_first_variants_are_the_goods_themselves():
    assert offenders(begins_with_itself, GOODS, name=by_slug) == []


def test_drawings_exist_or_are_asked_for():
    wanted = {row["file"] for row in read("drawings_wanted.json")}
    drawn = {path.name for path in DRAWINGS.glob("*.svg")}
    assert [good["slug"] for good in GOODS if good["drawing"] not in drawn | wanted] == []


@pytest.mark.parametrize("name", ["makers.json", "federations.json", "goods.json", "words.json", "blocks.json"])
def test_every_text_is_in_three_languages_and_scripts(name):
    for text in texts_in(read(name)):
        assert set(text) == LANGUAGES
        assert all(value.strip() == value and value for value in text.values())
        assert not re.search(r"[\u0900-\u097f]", text["en"]), text["en"]
        for language in ("mr", "hi"):
            mixed = re.search(r"[\u0900-\u097f][A-Za-z]|[A-Za-z][\u0900-\u097f]", text[language])
            assert mixed is None, text[language]
        assert not re.search(r"[०-९]", text["mr"] + text["hi"]), "numbers are in Latin digits"
        assert "।" not in text["mr"], "Marathi ends a sentence with a full stop"
        assert not re.search(r"[ळ]|[.] ?$", text["hi"]) or "बुज." in text["hi"], text["hi"]


def test_names_of_goods_are_short_and_different():
    for language in LANGUAGES:
        names = [good["names"][language] for good in GOODS]
        assert len(set(names)) == len(names)
        assert max(map(len, names)) <= 60


def test_words_refer_to_what_exists():
    goods = {good["slug"] for good in GOODS}
    buyers = {buyer["slug"] for buyer in WORDS["buyers"]}
    assert {rating["good"] for rating in WORDS["ratings"]} <= goods
    assert {rating["buyer"] for rating in WORDS["ratings"]} <= buyers
    assert {slug for festival in WORDS["festivals"] for slug in festival["goods"]} <= goods
    assert {quote["maker"] for quote in WORDS["quotes"]} <= MAKERS.keys()
    assert all(1 <= rating["stars"] <= 5 for rating in WORDS["ratings"])


def test_unregistered_makers_are_rated_only_from_their_own_state():
    states = {buyer["slug"]: buyer["state"] for buyer in WORDS["buyers"]}
    makers = {good["slug"]: MAKERS[good["maker"]] for good in GOODS}
    for rating in WORDS["ratings"]:
        if makers[rating["good"]]["regime"] == "unregistered_enrolled":
            assert states[rating["buyer"]] == "Maharashtra"


def test_legal_pages_are_all_there_and_the_officer_is_marked_a_demonstration():
    pages = {page["slug"]: page["paragraphs"] for page in WORDS["legal"]}
    assert list(pages) == ["grievance", "returns", "privacy", "terms"]
    officer = pages["grievance"][1]
    assert "नमुना" in officer["mr"]
    assert "नमूना" in officer["hi"]
    assert "demonstration" in officer["en"]
