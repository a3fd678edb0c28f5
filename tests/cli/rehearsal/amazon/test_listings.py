"""Goods put there: what a preview finds, what is accepted, what becomes of it, and what buyers see."""

import pytest

from tests.cli.rehearsal.amazon.market import HERE, ITEMS, bangle, price, stock, told, words

LIVE = ["BUYABLE", "DISCOVERABLE"]


def codes(market, sku):
    return [each["code"] for each in market.listing(sku)["issues"]]


def test_preview_answers_200_and_keeps_nothing(market):
    answer = market.put("LB-1", bangle("size"), query="&mode=VALIDATION_PREVIEW&issueLocale=en_IN")
    assert (answer["status"], [each["code"] for each in answer["issues"]]) == ("INVALID", ["90220"])
    assert market.put("LB-1", query="&mode=VALIDATION_PREVIEW")["status"] == "VALID"
    assert market.ask("GET", f"{ITEMS}/LB-1?{HERE}")[0] == 404


@pytest.mark.parametrize(
    ("attributes", "issues"),
    [
        (bangle("item_name", "size"), [("90220", "item_name"), ("90220", "size")]),
        (bangle(material=words("Brass")), [("90220", "metal_type")]),
        (bangle(material=words("Brass"), metal_type=told("brass")), []),
        (bangle(country_of_origin=told("NP")), [("90220", "importer_contact_information")]),
        (bangle(condition_type=told("used")), [("90244", "condition_type")]),
        (bangle(item_name=words("x" * 201)), [("4000001", "item_name")]),
        (bangle(bullet_point=words(*"abcdef")), [("4000001", "bullet_point")]),
        (bangle(brand=[{"language_tag": "en_IN"}]), [("99022", "brand")]),
        (bangle(brand=[{"value": "Generic", "language_tag": "hi_IN"}]), [("90244", "brand")]),
        (bangle(colour=words("red")), [("90000900", "colour")]),
        (bangle(size=[{**words("2.6")[0], "unit": "in"}]), [("90000900", "size")]),
        (bangle(number_of_items=told("12")), [("4000001", "number_of_items")]),
        (bangle(purchasable_offer=price(601, 600)), [("4000001", "purchasable_offer")]),
        (bangle(fulfillment_availability=stock(-1)), [("4000001", "fulfillment_availability")]),
        (bangle(external_product_information=[{"entity": "HSN Code", "value": "711"}]),
         [("4000001", "external_product_information")]),
        (bangle("supplier_declared_has_product_identifier_exemption"),
         [("90220", "externally_assigned_product_identifier"), ("90220", "merchant_suggested_asin")]),
    ],
)  # fmt: skip
def test_preview_names_what_is_wrong_by_code_and_attribute(market, attributes, issues):
    assert market.preview(attributes) == issues


def test_type_that_is_not_there_is_refused(market):
    answer = market.put("LB-1", kind="ROCKET")
    assert (answer["status"], answer["issues"][0]["attributeNames"]) == ("INVALID", ["product_type"])


def test_preview_may_ask_for_more_than_the_schema(market):
    market.control(switch={"asks": {"BRACELET": ["clasp_type"]}})
    assert market.preview(bangle()) == [("90220", "clasp_type")]
    assert market.preview(bangle(clasp_type=words("Screw"))) == []


def test_accepted_is_not_live_until_it_was_reviewed(market):
    market.control(switch={"review_seconds": 300})
    answer = market.put("LB-1")
    assert (answer["status"], answer["issues"], len(answer["submissionId"])) == ("ACCEPTED", [], 32)
    waiting = market.listing("LB-1")
    assert (waiting["summaries"], waiting["offers"], waiting["fulfillmentAvailability"]) == ([], [], [])
    assert waiting["attributes"]["size"] == words("2.6")
    market.at += 600
    found = market.listing("LB-1")
    assert (found["summaries"][0]["status"], found["issues"]) == (LIVE, [])
    assert found["summaries"][0]["asin"][:2] == "B0"
    assert found["offers"][0]["price"] == {"amount": "520.00", "currencyCode": "INR"}
    assert found["fulfillmentAvailability"] == [{"fulfillmentChannelCode": "DEFAULT", "quantity": 7}]


def test_what_is_refused_leaves_what_stands(market):
    market.put("LB-1")
    assert market.put("LB-1", bangle("size"))["status"] == "INVALID"
    assert market.listing("LB-1")["attributes"]["size"] == words("2.6")


def test_without_an_exemption_a_preview_refuses_and_what_was_put_is_found_out_later(strict):
    assert strict.preview(bangle()) == [("8560", "externally_assigned_product_identifier")]
    assert strict.put("LB-1")["status"] == "ACCEPTED"
    assert (strict.status("LB-1"), codes(strict, "LB-1")) == ([], ["8560", "13013"])
    (enforced,) = [each["enforcements"] for each in strict.listing("LB-1")["issues"] if "enforcements" in each]
    assert enforced == {"actions": [{"action": "LISTING_SUPPRESSED"}], "exemption": {"status": "NOT_EXEMPT"}}


def test_exemption_holds_for_its_brand_and_type_alone(strict):
    strict.put("LB-1")
    strict.put("LB-2", bangle(brand=words("Chandni")))
    strict.control(exempt={"brand": "Generic", "product_type": "BRACELET"})
    assert (strict.status("LB-1"), strict.status("LB-2")) == (LIVE, [])
    assert strict.preview(bangle()) == []


def test_barcode_needs_no_exemption_and_its_sum(strict):
    exempt = "supplier_declared_has_product_identifier_exemption"
    good, bad = ([{"type": "ean", "value": value}] for value in ("8901234567890", "8901234567894"))
    assert strict.preview(bangle(exempt, externally_assigned_product_identifier=good)) == []
    assert strict.preview(bangle(exempt, externally_assigned_product_identifier=bad)) == [
        ("4000001", "externally_assigned_product_identifier")
    ]


def test_accepted_can_stay_so_for_ever(market):
    market.control(switch={"never_live": ["LB-1"]})
    market.put("LB-1")
    market.put("LB-2")
    market.at += 30 * 86_400
    assert (market.status("LB-1"), codes(market, "LB-1"), market.status("LB-2")) == ([], [], LIVE)
    market.control(calm=True)
    assert market.status("LB-1") == []
    market.put("LB-1")
    market.at += 600
    assert market.status("LB-1") == LIVE


def test_letters_on_the_picture_hide_a_listing_and_a_grace_puts_it_off(market):
    market.put("LB-1")
    market.control(switch={"lettered": ["LB-1"], "grace_seconds": 3600})
    (issue,) = market.listing("LB-1")["issues"]
    assert (issue["code"], issue["severity"], issue["enforcements"]["exemption"]["status"]) == (
        "18027",
        "WARNING",
        "EXEMPT_UNTIL_EXPIRY_DATE",
    )
    assert market.status("LB-1") == LIVE
    market.at += 3600
    assert market.status("LB-1") == ["BUYABLE"]
    market.control(switch={"lettered": False})
    assert market.status("LB-1") == LIVE


def test_sold_out_is_found_and_cannot_be_bought(market):
    market.put("LB-1", bangle(fulfillment_availability=stock(0)))
    assert market.status("LB-1") == ["DISCOVERABLE"]


def test_change_is_seen_later_than_it_is_accepted(market):
    market.put("LB-1")
    market.control(switch={"change_seconds": 30})
    market.put("LB-1", bangle(fulfillment_availability=stock(3)))
    assert market.listing("LB-1")["attributes"]["fulfillment_availability"][0]["quantity"] == 3
    assert market.quantity("LB-1") == 7
    market.at += 30
    assert market.quantity("LB-1") == 3


def test_deleted_is_gone_after_a_while_and_twice_is_as_once(market):
    market.put("LB-1")
    assert market.status("LB-1") == LIVE
    market.control(switch={"change_seconds": 30})
    assert market.ask("DELETE", f"{ITEMS}/LB-1?{HERE}")[1]["status"] == "ACCEPTED"
    assert market.ask("DELETE", f"{ITEMS}/LB-1?{HERE}")[1]["status"] == "ACCEPTED"
    assert market.status("LB-1") == LIVE
    market.at += 30
    assert market.ask("GET", f"{ITEMS}/LB-1?{HERE}")[0] == 404


def test_what_is_told_anew_after_it_was_deleted_stays(market):
    market.put("LB-1")
    market.control(switch={"change_seconds": 30})
    market.ask("DELETE", f"{ITEMS}/LB-1?{HERE}")
    market.at += 10
    market.put("LB-1")
    market.at += 60
    assert market.status("LB-1") == LIVE


def test_identifiers_are_told_where_they_were_asked_for(market):
    market.put("LB-1")
    asin = market.listing("LB-1")["summaries"][0]["asin"]
    answer = market.put("LB-1", query="&includedData=identifiers,issues")
    assert answer["identifiers"][0]["asin"] == asin


def variation(level, **more):
    attributes = {"parentage_level": told(level), "variation_theme": [{"name": "SIZE"}], **more}
    if level == "child":
        attributes["child_parent_sku_relationship"] = [{"child_relationship_type": "variation", "parent_sku": "LB"}]
    return attributes


def test_sizes_hang_on_their_parent_which_sells_nothing(market):
    unsold = ("condition_type", "purchasable_offer", "fulfillment_availability", "size", "main_product_image_locator")
    market.put("LB", bangle(*unsold, **variation("parent")))
    market.put("LB-26", bangle(**variation("child")))
    market.put("LB-28", bangle(**variation("child")))
    assert (market.status("LB"), market.status("LB-26")) == (["DISCOVERABLE"], LIVE)
    (parent,) = market.listing("LB", "relationships")["relationships"][0]["relationships"]
    assert (parent["type"], parent["childSkus"]) == ("VARIATION", ["LB-26", "LB-28"])
    (child,) = market.listing("LB-26", "relationships")["relationships"][0]["relationships"]
    assert (child["parentSkus"], child["variationTheme"]) == (["LB"], {"attributes": ["size"], "theme": "SIZE"})


def test_child_without_its_parent_is_warned_and_one_without_a_theme_refused(market):
    market.put("LB-26", bangle(**variation("child")))
    assert codes(market, "LB-26") == ["8008"]
    lost = bangle(**variation("child"))
    del lost["variation_theme"]
    assert market.preview(lost) == [("90220", "variation_theme")]
