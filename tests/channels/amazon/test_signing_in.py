"""Login with Amazon, one call of the API, and what a check of an account finds."""

from datetime import date, timedelta

import httpx2
import pytest

from haat.channels.amazon import login
from haat.channels.amazon.api import Refused, call
from haat.channels.amazon.channel import CHANNEL
from haat.channels.amazon.documents import fetched
from haat.channels.channel import Keys, Shut, Throttled, Trouble
from haat.core.dates import today
from tests.channels.amazon.answering import KEYS, LOGIN, SECRETS, SELLER, STORE

INDIA = "A21TJRUUN4KGV"
DENIED = {"errors": [{"code": "Unauthorized", "message": "Access to requested resource is denied.", "details": ""}]}
OLD = {"errors": [{"code": "Unauthorized", "message": "Access denied.", "details": "The access token has expired."}]}
REVOKED = {
    "errors": [
        {
            "code": "Unauthorized",
            "message": "Access to requested resource is denied.",
            "details": "The access token you provided is revoked, malformed or invalid.",
        }
    ]
}


def sells_in(*marketplaces, **more):
    participation = {"isParticipating": True, "hasSuspendedListings": False} | more
    rows = [
        {"marketplace": {"id": each}, "participation": participation, "storeName": "Sangh"} for each in marketplaces
    ]
    return {"payload": rows}


def ask(line=None):
    return call("getMarketplaceParticipations", KEYS, line)


def test_a_token_is_asked_for_once(amazon):
    amazon.says("getMarketplaceParticipations", {"payload": []})
    ask()
    ask()
    assert [each.token for each in amazon.asked] == ["Atza|1", "Atza|1"]
    told = {name: SECRETS[name] for name in ("client_id", "client_secret", "refresh_token")}
    assert amazon.logins == [{"grant_type": "refresh_token", **told}]


def test_a_token_is_asked_for_anew_a_minute_before_its_end(amazon, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(login.time, "monotonic", lambda: now[0])
    amazon.says("login", {"access_token": "Atza|2", "expires_in": 3600})
    assert login.access_token(KEYS) == "Atza|1"
    now[0] += 3539
    assert login.access_token(KEYS) == "Atza|1"
    now[0] += 1
    assert login.access_token(KEYS) == "Atza|2"


def test_another_account_has_another_token(amazon):
    amazon.says("login", {"access_token": "Atza|2", "expires_in": 3600})
    other = Keys("B", SECRETS | {"refresh_token": "Atzr|two"}, {})
    assert (login.access_token(KEYS), login.access_token(other)) == ("Atza|1", "Atza|2")


@pytest.mark.parametrize(("status", "answer"), [(401, DENIED), (403, OLD)])
def test_a_token_that_ended_early_is_renewed_once(amazon, status, answer):
    amazon.says("login", {"access_token": "Atza|2", "expires_in": 3600})
    amazon.says("getMarketplaceParticipations", answer, status)
    amazon.says("getMarketplaceParticipations", {"payload": []})
    assert ask() == {"payload": []}
    assert [each.token for each in amazon.asked] == ["Atza|1", "Atza|2"]


@pytest.mark.parametrize(
    ("status", "answer", "code"),
    [(401, DENIED, "keys_refused"), (403, REVOKED, "keys_refused"), (403, DENIED, "rights_missing")],
)
def test_a_new_token_that_is_refused_shuts_the_account(amazon, status, answer, code):
    amazon.says("getMarketplaceParticipations", answer, status)
    with pytest.raises(Shut) as found:
        ask()
    assert found.value.code == code


def test_a_new_token_that_is_called_expired_is_amazons_own_trouble(amazon):
    amazon.says("getMarketplaceParticipations", OLD, 403)
    with pytest.raises(Trouble) as found:
        ask()
    assert found.value.code == "down"


@pytest.mark.parametrize("error", ["invalid_grant", "invalid_client", "unauthorized_client"])
def test_revoked_keys_shut_the_account(amazon, error):
    amazon.now_says("login", {"error": error, "error_description": "no"}, 400)
    with pytest.raises(Shut) as found:
        ask()
    assert (found.value.code, found.value.said) == ("keys_refused", error)


@pytest.mark.parametrize(
    ("status", "body"), [(400, {"error": "server_busy"}), (404, b"<html>"), (200, {}), (200, b"[")]
)
def test_a_login_that_cannot_be_read_may_be_asked_again(amazon, status, body):
    amazon.now_says("login", body, status)
    with pytest.raises(Trouble) as found:
        ask()
    assert found.value.code in ("bad_request", "unreadable")


def test_a_login_that_is_silent_is_trouble(amazon):
    amazon.now_says("login", trouble=httpx2.ReadTimeout("late"))
    with pytest.raises(Trouble) as found:
        ask()
    assert (found.value.code, len(amazon.logins)) == ("silent", 3)


def test_the_whole_address_of_the_login_may_be_set(amazon, settings):
    settings.CHANNELS = settings.CHANNELS | {"amazon_login_url": f"{LOGIN}/own/token"}
    assert login._address() == f"{LOGIN}/own/token"
    settings.CHANNELS = settings.CHANNELS | {"amazon_login_url": f"{LOGIN}/"}
    assert login._address() == f"{LOGIN}/auth/o2/token"


def test_no_secret_stands_in_an_error_or_under_a_token(amazon):
    amazon.now_says("login", {"error": "invalid_grant"}, 400)
    with pytest.raises(Shut) as found:
        ask()
    told = f"{found.value!r} {login._name(SECRETS)}"
    assert [each for each in SECRETS.values() if each in told] == []


def test_a_call_spends_its_quota_and_learns_what_the_header_says(amazon, line):
    amazon.says("getMarketplaceParticipations", {"payload": []}, headers={"x-amzn-RateLimit-Limit": "0.02"})
    ask(line)
    assert (line.spent, line.learnt) == (
        ["getMarketplaceParticipations"],
        {"getMarketplaceParticipations": 0.02},
    )


def test_a_call_too_many_is_throttled(amazon, line):
    amazon.says("getMarketplaceParticipations", {}, 429, headers={"x-amzn-RateLimit-Limit": "0.01"})
    with pytest.raises(Throttled) as found:
        ask(line)
    assert (found.value.rate, line.learnt) == (0.01, {"getMarketplaceParticipations": 0.01})


def test_a_refusal_keeps_amazons_words(amazon):
    amazon.says("getMarketplaceParticipations", {"errors": [{"code": "InvalidInput", "message": "No."}]}, 400)
    with pytest.raises(Refused) as found:
        ask()
    assert (found.value.code, found.value.said, found.value.status) == ("bad_request", "400 InvalidInput No.", 400)


@pytest.mark.parametrize("body", [b"<html>", b'{"payload": '])
def test_an_answer_that_is_no_json_is_trouble(amazon, body):
    amazon.says("getMarketplaceParticipations", body)
    with pytest.raises(Trouble) as found:
        ask()
    assert found.value.code == "unreadable"


def test_a_sku_goes_into_the_path_whole(amazon, line):
    amazon.says("getListingsItem", {"sku": "A/1 ?&"})
    list(CHANNEL.look(["A/1 ?&"], KEYS, line))
    assert amazon.asked[0].path == {"seller": SELLER, "sku": "A%2F1%20%3F%26"}


def test_an_account_that_sells_in_india_stands(amazon):
    amazon.says("getMarketplaceParticipations", sells_in("A1F83G8C2ARO7P", INDIA))
    standing = CHANNEL.check(Keys("", SECRETS | {"secret_since": "2026-10-01"}, {}))
    assert (standing.key, standing.name) == (SELLER, "Sangh")
    assert standing.keys_end == date(2026, 10, 1) + timedelta(days=180)
    assert standing.facts["seller_id"] == SELLER
    assert SECRETS["client_secret"] not in str(standing.facts)


def test_the_days_of_a_secret_are_counted_from_when_it_was_first_seen(amazon):
    amazon.says("getMarketplaceParticipations", sells_in(INDIA))
    first = CHANNEL.check(Keys("", SECRETS, {}))
    assert first.keys_end == today() + timedelta(days=180)
    facts = dict(first.facts) | {"secret_since": "2026-06-01"}
    assert CHANNEL.check(Keys(SELLER, SECRETS, facts)).keys_end == date(2026, 6, 1) + timedelta(days=180)
    rotated = SECRETS | {"client_secret": "new"}
    assert CHANNEL.check(Keys(SELLER, rotated, facts)).keys_end == today() + timedelta(days=180)


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        (sells_in("ATVPDKIKX0DER"), 200, "wrong_region"),
        (DENIED, 403, "wrong_region"),
        (REVOKED, 403, "keys_refused"),
        (sells_in(), 200, "not_a_seller"),
        ({}, 200, "not_a_seller"),
        (sells_in(INDIA, isParticipating=False), 200, "not_a_seller"),
        (sells_in(INDIA, hasSuspendedListings=True), 200, "suspended"),
    ],
)
def test_an_account_that_may_not_sell_is_shut_with_the_reason(amazon, answer, status, code):
    amazon.says("getMarketplaceParticipations", answer, status)
    with pytest.raises(Shut) as found:
        CHANNEL.check(KEYS)
    assert found.value.code == code


def test_an_account_without_a_key_is_not_asked(amazon):
    with pytest.raises(Shut) as found:
        CHANNEL.check(Keys("", {"client_id": "app"}, {}))
    assert (found.value.code, found.value.said) == ("keys_missing", "client_secret, refresh_token")
    assert (amazon.asked, amazon.logins) == ([], [])


def test_a_merchant_token_that_was_not_told_is_found_in_what_was_sold(amazon):
    amazon.says("getMarketplaceParticipations", sells_in(INDIA))
    metadata = {"sellingPartnerMetadata": {"sellingPartnerId": "A9FOUND"}}
    amazon.says("listTransactions", {"payload": {"transactions": [{}, metadata]}})
    without = {name: value for name, value in SECRETS.items() if name != "seller_id"}
    assert CHANNEL.check(Keys("", without, {})).key == "A9FOUND"


@pytest.mark.parametrize(("body", "status"), [({"payload": {}}, 200), (DENIED, 403)])
def test_a_merchant_token_that_nobody_tells_is_asked_for(amazon, body, status):
    amazon.says("getMarketplaceParticipations", sells_in(INDIA))
    amazon.says("listTransactions", body, status)
    without = {name: value for name, value in SECRETS.items() if name != "seller_id"}
    with pytest.raises(Shut) as found:
        CHANNEL.check(Keys("", without, {}))
    assert (found.value.code, found.value.said) == ("keys_missing", "seller_id")


def test_a_document_is_fetched_without_the_accounts_token(amazon, line):
    amazon.documents["BRACELET"] = b"{}"
    assert fetched(f"{STORE}/BRACELET") == b"{}"


def test_a_link_to_this_machine_is_followed_only_in_a_rehearsal(amazon, settings):
    settings.CHANNELS = settings.CHANNELS | {"amazon_api_url": "https://sellingpartnerapi-eu.amazon.com"}
    with pytest.raises(Trouble):
        fetched(f"{STORE}/BRACELET")
