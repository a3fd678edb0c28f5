"""Feeds over HTTP: packed or not, asked again or for the head alone, and nothing for who does not know the address."""

import csv
import gzip
import io

import pytest
from django.utils.http import http_date

from haat.channels import actions
from haat.channels.feeds import files
from haat.channels.models import Feed
from haat.places.models import Mart
from haat.web.ui.middleware import HOSTS
from tests.channels.feeds.items import make_feed, make_ready
from tests.make import BY, make_mart

HERE = {"HTTP_HOST": "deoghar.localhost"}
GZIP = {"HTTP_ACCEPT_ENCODING": "gzip"}


@pytest.fixture
def feed(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return make_feed(make_ready().mart, "meta")


def address(feed, form="csv"):
    return f"/feeds/{feed.token}.{form}"


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_feed_comes_as_it_is_for_who_takes_nothing_packed(client, feed):
    answer = client.get(address(feed), **HERE)
    content = body(answer)
    assert [row["id"] for row in csv.DictReader(io.StringIO(content.decode()))] == [
        feed.mart.goods.get().variants.get().sku
    ]
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Length"] == str(len(content))
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Last-Modified"] == http_date(feed.changed_at.timestamp())


def test_the_feed_comes_packed_as_it_lies_there(client, feed):
    plain = body(client.get(address(feed), **HERE))
    answer = client.get(address(feed), **HERE, **GZIP)
    packed = body(answer)
    assert (answer.headers["Content-Encoding"], answer.headers["Content-Length"]) == ("gzip", str(len(packed)))
    assert packed == files.path_of(feed.pk, feed.digest).read_bytes()
    assert gzip.decompress(packed) == plain


@pytest.mark.parametrize(
    ("accepts", "encoding"),
    [
        ("gzip, deflate, br", "gzip"),
        ("br;q=1.0, gzip;q=0.8", "gzip"),
        ("*", "gzip"),
        ("gzip;q=0", "identity"),
        ("gzip; q=0.0, identity", "identity"),
        ("identity, *;q=0", None),
        ("br", None),
    ],
)
def test_it_is_packed_as_it_is_asked_for(client, feed, accepts, encoding):
    answer = client.get(address(feed), **HERE, HTTP_ACCEPT_ENCODING=accepts)
    assert answer.headers.get("Content-Encoding") == encoding
    assert (body(answer)[:2] == b"\x1f\x8b") is (encoding == "gzip")


def test_who_has_it_already_gets_nothing_twice(client, feed):
    first = client.get(address(feed), **HERE, **GZIP)
    tag, since = first.headers["ETag"], first.headers["Last-Modified"]
    body(first)
    for asked in (
        {"HTTP_IF_NONE_MATCH": tag},
        {"HTTP_IF_NONE_MATCH": f'"x", W/{tag}'},
        {"HTTP_IF_MODIFIED_SINCE": since},
    ):
        answer = client.get(address(feed), **HERE, **GZIP, **asked)
        assert (answer.status_code, body(answer), answer.headers["ETag"]) == (304, b"", tag)
    other = client.get(address(feed), **HERE, HTTP_IF_NONE_MATCH=tag)  # packed is another than plain
    assert other.status_code == 200
    body(other)


def test_the_head_alone_says_how_much_there_is_and_is_no_fetch(client, feed):
    whole = client.get(address(feed), **HERE, **GZIP)
    size = whole.headers["Content-Length"]
    body(whole)
    Feed.objects.update(fetched_at=None)
    answer = client.head(address(feed), **HERE, **GZIP)
    assert (answer.status_code, body(answer), answer.headers["Content-Length"]) == (200, b"", size)
    assert Feed.objects.get().fetched_at is None


def test_a_fetch_is_noted_and_leaves_no_cookie_and_no_session(client, feed, django_assert_max_num_queries):
    HOSTS.forget()
    body(client.get(address(feed), **HERE))
    with django_assert_max_num_queries(2):
        answer = client.get(address(feed), **HERE)
        body(answer)
    assert Feed.objects.get().fetched_at is not None
    assert (answer.cookies, client.cookies) == ({}, {})
    assert "Cookie" not in answer.headers["Vary"]


def test_what_leads_to_no_feed_is_answered_alike(client, feed):
    make_mart("chandrapur")
    actions.make_feed(feed)
    wrong = [
        f"/feeds/{feed.token[:-1]}A.csv",
        f"/feeds/{feed.token}.xml",
        f"/feeds/{feed.token}.exe",
        f"/feeds/{feed.token}",
        "/feeds/short.csv",
        "/feeds/",
        f"/feeds/../{feed.token}.csv",
    ]
    assert [client.get(path, **HERE).status_code for path in wrong] == [404] * len(wrong)
    assert client.get(address(feed), HTTP_HOST="chandrapur.localhost").status_code == 404
    assert client.post(address(feed), **HERE).status_code == 405
    old = address(feed)
    actions.change_address(feed, by=BY)
    assert client.get(old, **HERE).status_code == 404
    actions.close_feed(feed, by=BY)
    assert client.get(address(Feed.objects.get()), **HERE).status_code == 404


def test_nothing_is_published_while_the_mart_is_not_open(client, feed):
    Mart.objects.update(opened_at=None)
    HOSTS.forget()
    assert client.get(address(feed), **HERE).status_code == 404


def test_a_feed_that_is_not_made_yet_says_when_to_come_again(client, feed):
    files.drop_others(feed.pk)
    answer = client.get(address(feed), **HERE)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "300")


def test_a_feed_made_anew_between_reading_and_opening_is_found(client, feed, monkeypatch):
    from haat.web.api import feeds

    old = Feed.objects.select_related("mart").get()
    old.digest = "0" * 64  # as it stood before it was made anew
    monkeypatch.setattr(feeds, "feed_at", lambda mart, token, form: old)
    answer = client.get(address(feed), **HERE)
    assert (answer.status_code, answer.headers["ETag"]) == (200, f'"{feed.digest[:32]}"')
    answer.close()
