"""Calls as they must be: addresses, words in them, bodies; and quotas, which are counted in the double's clock."""

import pytest

from haat.cli.rehearsal.amazon.wire import MARKETPLACE
from tests.cli.rehearsal.amazon.market import FEEDS, HERE, ITEMS, KINDS, ORDERS, bangle

PARTICIPATIONS = "/sellers/v1/marketplaceParticipations"


def detail(market, method, address, body=None):
    status, told = market.ask(method, address, body)
    return status, told["errors"][0]["code"], told["errors"][0]["details"]


def test_address_that_is_none_is_denied_as_the_gateway_does(market):
    assert detail(market, "GET", "/listings/2020-09-01/items/X")[:2] == (403, "Unauthorized")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (f"{ITEMS}?{HERE}&pageSize=21", "pageSize: a number from 1 to 20"),
        (f"{ITEMS}?{HERE}&lisitngStatus=X", "lisitngStatus: not a word of this call"),
        (f"{ITEMS}?{HERE}&{HERE}", "marketplaceIds: said twice"),
        (f"{ITEMS}", "missing: marketplaceIds"),
        (f"{ITEMS}?{HERE}&includedData=issues,prices", "includedData: one of summaries"),
        (f"{ITEMS}?{HERE}&identifiers=", "identifiers is empty"),
        (f"{ITEMS}?{HERE}&createdAfter=yesterday", "createdAfter is not a date and time in ISO 8601: yesterday"),
        (f"{ITEMS}?{HERE}&createdAfter=2026-13-01T00:00:00Z", "createdAfter: month must be in 1..12"),
        (f"{FEEDS}/documents/x?enableContentEncodingUrlHeader=yes", "enableContentEncodingUrlHeader: true or false"),
        (f"{KINDS}/BRACELET?marketplaceIds={MARKETPLACE},A2XZ", "marketplaceIds: at most 1"),
    ],
)
def test_word_in_an_address_that_is_not_as_published_is_refused_by_name(market, address, words):
    status, code, details = detail(market, "GET", address)
    assert (status, code, details[: len(words)]) == (400, "InvalidInput", words)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"productType": "BRACELET"}, "body.attributes is missing"),
        ({"productType": "BRACELET", "attributes": {}, "sku": "LB-1"}, "body knows no sku"),
        ({"productType": 7, "attributes": {}}, "body.productType must be of type str"),
        ({"productType": "BRACELET", "attributes": [], "requirements": "LISTING"}, "body.attributes must be of type"),
        ({"productType": "BRACELET", "attributes": {}, "requirements": "ALL"}, "body.requirements must be one of"),
        ([], "body must be an object"),
    ],
)
def test_body_that_is_not_as_published_is_refused_by_name(market, body, words):
    status, code, details = detail(market, "PUT", f"{ITEMS}/LB-1?{HERE}", body)
    assert (status, code, details[: len(words)]) == (400, "InvalidInput", words)


def test_body_where_none_belongs_or_that_is_no_json_is_refused(market):
    assert detail(market, "DELETE", f"{ITEMS}/LB-1?{HERE}", {"a": 1})[2] == "this call has no body"
    assert market.ask("PUT", f"{ITEMS}/LB-1?{HERE}", b"{")[0] == 400


def test_other_seller_and_other_marketplace_are_refused(market):
    body = {"productType": "BRACELET", "attributes": bangle()}
    assert detail(market, "PUT", f"/listings/2021-08-01/items/OTHER/LB-1?{HERE}", body)[0] == 403
    assert detail(market, "PUT", f"{ITEMS}/LB-1?marketplaceIds=ATVPDKIKX0DER", body)[0] == 400


def test_sku_is_read_from_its_address_as_it_was_written(market):
    market.put("LB%2F2.6%20red")
    assert market.get(f"{ITEMS}/LB%2F2.6%20red?{HERE}")["sku"] == "LB/2.6 red"


def test_quota_is_spent_and_comes_back_with_the_clock(market):
    address = f"{KINDS}/BRACELET?{HERE}"
    said = [market.say("GET", address) for _turn in range(11)]
    assert [each.status for each in said] == [200] * 10 + [429]
    assert said[0].headers["x-amzn-RateLimit-Limit"] == "5.0"
    assert "x-amzn-RateLimit-Limit" not in said[-1].headers
    assert '"code": "QuotaExceeded"' in said[-1].text
    market.at += 0.2
    assert market.say("GET", address).status == 200
    assert market.standing()["throttled"] == {"getDefinitionsProductType": 1}


def test_each_call_has_a_quota_of_its_own(market):
    for _turn in range(15):
        market.get(PARTICIPATIONS)
    assert market.ask("GET", PARTICIPATIONS)[0] == 429
    assert market.ask("GET", f"{KINDS}?{HERE}")[0] == 200


def test_plan_of_an_account_stands_in_the_header(market):
    market.control(rates={"searchOrders": 0.0028})
    said = market.say("GET", f"{ORDERS}?createdAfter=2026-01-01T00:00:00Z")
    assert (said.status, said.headers["x-amzn-RateLimit-Limit"]) == (200, "0.0028")


def test_refusal_of_a_wrong_call_tells_the_rate_and_a_denial_does_not(market):
    assert "x-amzn-RateLimit-Limit" in market.say("GET", f"{ITEMS}/none?{HERE}").headers
    assert "x-amzn-RateLimit-Limit" not in market.say("GET", f"{ITEMS}/none?{HERE}", token="x").headers
