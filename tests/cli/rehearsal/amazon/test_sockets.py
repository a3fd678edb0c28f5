"""The same over a socket: every method, addresses of documents that lead back to it, and a line that is cut."""

import http.client
import json
from urllib.parse import urlsplit

import pytest

from haat.cli.rehearsal.amazon import AmazonDouble
from haat.cli.rehearsal.amazon.wire import SELLER
from tests.cli.rehearsal.amazon.market import FEEDS, HERE, ITEMS, JSON, KINDS, bangle, stock


@pytest.fixture
def double():
    found = AmazonDouble()
    found.start()
    found.ask("POST", "/control", {"exempt": "*", "switch": {"review_seconds": 0, "change_seconds": 0}}, token="")
    yield found
    found.stop()


def call(double, method, address, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", double.port, timeout=10)
    try:
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        connection.request(method, address, data, {"x-amz-access-token": double.token(), **headers})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_listing_is_put_patched_and_deleted(double):
    body = {"productType": "BRACELET", "attributes": bangle()}
    assert call(double, "PUT", f"{ITEMS}/LB-1?{HERE}", body)[0] == 200
    patch = {"op": "replace", "path": "/attributes/fulfillment_availability", "value": stock(2)}
    assert call(double, "PATCH", f"{ITEMS}/LB-1?{HERE}", {"productType": "BRACELET", "patches": [patch]})[0] == 200
    found = json.loads(call(double, "GET", f"{ITEMS}/LB-1?{HERE}&includedData=fulfillmentAvailability")[1])
    assert found["fulfillmentAvailability"][0]["quantity"] == 2
    assert call(double, "DELETE", f"{ITEMS}/LB-1?{HERE}")[0] == 200
    assert call(double, "GET", f"{ITEMS}/LB-1?{HERE}")[0] == 404


def test_documents_lie_behind_addresses_of_its_own(double):
    told = json.loads(call(double, "GET", f"{KINDS}/HONEY?{HERE}")[1])
    link = urlsplit(told["schema"]["link"]["resource"])
    assert (link.hostname, link.port) == ("127.0.0.1", double.port)
    assert json.loads(call(double, "GET", link.path)[1])["type"] == "object"
    document = json.loads(call(double, "POST", f"{FEEDS}/documents", {"contentType": JSON})[1])
    feed = {"header": {"sellerId": SELLER, "version": "2.0"}, "messages": []}
    assert call(double, "PUT", urlsplit(document["url"]).path, feed, **{"Content-Type": JSON})[0] == 200


def test_line_is_cut_where_no_answer_comes(double):
    double.ask("POST", "/control", {"fault": {"kind": "timeout", "times": 1}}, token="")
    with pytest.raises(http.client.RemoteDisconnected):
        call(double, "PUT", f"{ITEMS}/LB-1?{HERE}", {"productType": "BRACELET", "attributes": bangle()})
    assert call(double, "GET", f"{ITEMS}/LB-1?{HERE}")[0] == 200


def test_page_and_its_keys_are_served(double):
    status, page = call(double, "GET", "/")
    assert (status, b"Amazon, rehearsed" in page) == (200, True)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert call(double, "POST", "/control", b"deed=day", **form)[0] == 303


def test_signing_in_takes_a_form(double):
    form = {"Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"}
    environment = double.environment()
    given = {
        "grant_type": "refresh_token",
        "refresh_token": environment["HAAT_AMAZON_REFRESH_TOKEN"].replace("|", "%7C"),
        "client_id": environment["HAAT_AMAZON_CLIENT_ID"],
        "client_secret": environment["HAAT_AMAZON_CLIENT_SECRET"],
    }
    data = "&".join(f"{name}={value}" for name, value in given.items()).encode()
    status, told = call(double, "POST", "/auth/o2/token", data, **form)
    assert (status, json.loads(told)["expires_in"]) == (200, 3600)
    assert environment["HAAT_AMAZON_API_URL"] == f"http://127.0.0.1:{double.port}"
