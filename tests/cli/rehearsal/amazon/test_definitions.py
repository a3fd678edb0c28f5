"""Product types and what they ask for, behind a link, with a checksum and a version."""

import base64
import hashlib
import json
from urllib.parse import urlsplit

import pytest
from jsonschema_rs import Draft201909Validator

from haat.cli.rehearsal.amazon.attributes import ALL
from haat.cli.rehearsal.amazon.kinds import KINDS as TYPES
from haat.cli.rehearsal.amazon.kinds import rules
from tests.cli.rehearsal.amazon.market import HERE, KINDS, bangle, words


def definition(market, name="BRACELET", more=""):
    return market.get(f"{KINDS}/{name}?{HERE}&locale=en_IN{more}")


def schema(market, name="BRACELET", more=""):
    told = definition(market, name, more)["schema"]
    data = market.fetch({"url": told["link"]["resource"]})
    assert told["checksum"] == base64.b64encode(hashlib.md5(data).digest()).decode()
    return json.loads(data)


def names(market, query):
    return [each["name"] for each in market.get(f"{KINDS}?{HERE}{query}")["productTypes"]]


def test_types_are_found_by_words_and_by_the_name_of_a_good(market):
    assert names(market, "&keywords=saree,honey") == ["HONEY", "SAREE"]
    assert names(market, "&itemName=Lac%20bangles%20from%20Deoghar") == ["BRACELET"]
    assert names(market, "&keywords=turbine") == []
    assert len(names(market, "")) == len(TYPES)
    assert market.ask("GET", f"{KINDS}?{HERE}&keywords=a&itemName=b")[0] == 400


@pytest.mark.parametrize("name", sorted(TYPES))
def test_type_asks_only_for_attributes_it_knows(name):
    kind = TYPES[name]
    asked = {*kind.must, *(each for when in rules(kind) for each in (when.name, *when.then))}
    assert asked - set(ALL) == set()


def test_schema_takes_a_good_and_names_what_lacks(market):
    validator = Draft201909Validator(json.dumps(schema(market)))
    assert list(validator.iter_errors(bangle())) == []
    assert [each.message for each in validator.iter_errors(bangle("size"))] == ['"size" is a required property']


def test_requirement_sets_ask_for_the_good_the_sale_or_both(market):
    only_sale = schema(market, more="&requirements=LISTING_OFFER_ONLY")
    assert set(only_sale["required"]) == {"condition_type", "purchasable_offer", "fulfillment_availability"}
    assert "item_name" not in only_sale["properties"]
    only_good = schema(market, more="&requirements=LISTING_PRODUCT_ONLY")
    assert "purchasable_offer" not in only_good["properties"]
    assert "required" not in schema(market, more="&requirementsEnforced=NOT_ENFORCED")


def test_level_of_a_parent_or_a_child_is_settled_beforehand(market):
    assert "variation_theme" in schema(market, more="&parentageLevel=PARENT")["required"]
    assert "child_parent_sku_relationship" in schema(market, more="&parentageLevel=CHILD")["required"]
    assert "parentage_level" not in schema(market, more="&parentageLevel=NONE")["required"]


def test_schema_that_changed_has_another_version_and_checksum(market):
    before = definition(market)
    market.control(change_schema={"product_type": "BRACELET", "asks": "style"})
    after = definition(market)
    assert before["productTypeVersion"]["version"] != after["productTypeVersion"]["version"]
    assert before["schema"]["checksum"] != after["schema"]["checksum"]
    assert "style" in schema(market)["required"]
    assert market.preview(bangle()) == [("90220", "style")]
    assert market.preview(bangle(style=words("Festive"))) == []
    old = f"&productTypeVersion={before['productTypeVersion']['version']}"
    assert market.ask("GET", f"{KINDS}/BRACELET?{HERE}{old}")[0] == 404


def test_type_and_language_that_are_not_there_are_refused(market):
    assert market.ask("GET", f"{KINDS}/ROCKET?{HERE}")[0] == 404
    assert market.ask("GET", f"{KINDS}/BRACELET?{HERE}&locale=de_DE")[0] == 400


def test_link_ends_after_a_week_and_the_meta_schema_lies_beside(market):
    told = definition(market)
    meta = json.loads(market.fetch({"url": told["metaSchema"]["link"]["resource"]}))
    assert schema(market)["$schema"] == meta["$id"]
    market.at += 7 * 86_400
    assert market.say("GET", urlsplit(told["schema"]["link"]["resource"]).path, token="").status == 403
