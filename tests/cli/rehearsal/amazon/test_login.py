"""Tokens, their end, and keys that no longer open."""

import json

import pytest

from haat.cli.rehearsal.amazon import login
from haat.cli.rehearsal.amazon.wire import MARKETPLACE
from tests.cli.rehearsal.amazon.market import HERE, ITEMS

SELLERS = "/sellers/v1/marketplaceParticipations"
KEYS = {
    "grant_type": "refresh_token",
    "refresh_token": login.REFRESH_TOKEN,
    "client_id": login.CLIENT_ID,
    "client_secret": login.CLIENT_SECRET,
}


def sign_in(market, **instead):
    said = market.say("POST", "/auth/o2/token", token="", form=KEYS | instead)
    return said.status, json.loads(said.text)


def why(market, token):
    status, body = market.ask("GET", SELLERS, token=token)
    return status, body["errors"][0]["details"] if status != 200 else ""


def test_token_opens_for_an_hour(market):
    status, told = sign_in(market)
    assert (status, told["token_type"], told["expires_in"]) == (200, "bearer", 3600)
    token = told["access_token"]
    market.at += 3599
    assert why(market, token) == (200, "")
    market.at += 1
    assert why(market, token) == (403, "The access token you provided has expired.")


def test_token_that_was_never_given_or_is_missing_is_told_apart(market):
    assert why(market, "Atza|none") == (403, "The access token you provided is revoked, malformed or invalid.")
    assert why(market, "") == (403, "Access token is missing in the request header.")


@pytest.mark.parametrize(
    ("instead", "status", "error"),
    [
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_secret": "other"}, 401, "invalid_client"),
        ({"refresh_token": "Atzr|other"}, 400, "invalid_grant"),
    ],
)
def test_keys_that_do_not_fit_are_refused_by_the_name_of_what_is_wrong(market, instead, status, error):
    found, told = sign_in(market, **instead)
    assert (found, told["error"]) == (status, error)


def test_permission_taken_back_ends_tokens_too(market):
    token = market.double.token()
    market.control(switch={"revoked": True})
    assert sign_in(market)[1]["error"] == "invalid_grant"
    assert why(market, token)[0] == 403
    market.control(calm=True)
    assert sign_in(market)[0] == 200


def test_secret_at_its_end_lets_nobody_in_and_leaves_tokens(market):
    token = market.double.token()
    market.control(switch={"secret_ended": True})
    assert sign_in(market)[:1] == (401,)
    assert why(market, token) == (200, "")


def test_address_of_another_region_knows_nothing(market):
    market.control(switch={"region": "na"})
    assert market.ask("GET", SELLERS)[0] == 403
    assert market.ask("GET", f"{ITEMS}/LB-1?{HERE}")[0] == 403


def test_seller_is_told_where_it_takes_part(market):
    (found,) = market.get(SELLERS)["payload"]
    assert (found["marketplace"]["id"], found["participation"]) == (
        MARKETPLACE,
        {"isParticipating": True, "hasSuspendedListings": False},
    )
    market.control(switch={"suspended": True, "participating": False})
    (found,) = market.get(SELLERS)["payload"]
    assert found["participation"] == {"isParticipating": False, "hasSuspendedListings": True}
