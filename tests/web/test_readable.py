"""What no page could read is refused at the door; what is harmless passes."""

import asyncio

import pytest
from django.test import Client

from config import asgi, wsgi
from config.wsgi import without_charset
from haat.web.ui import assets
from tests.make import make_mart

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    make_mart()
    return Client()


@pytest.mark.parametrize(
    ("path", "query"),
    [("/en/o/%00/", ""), ("/en/search/", "q=%00"), ("/en/search/", "q=\0"), ("/en/search/", "&" * 2000)],
)
def test_address_no_page_could_read_is_refused(client, path, query):
    answer = client.get(path, QUERY_STRING=query)
    assert (answer.status_code, "We could not read that" in answer.content.decode()) == (400, True)


def test_nul_in_a_cookie_or_a_field_is_refused(client):
    assert client.get("/en/basket/", HTTP_COOKIE='sessionid="a\\000bcdefghij"').status_code == 400
    assert client.post("/sign-in/", {"phone": "98765\x0043210"}).status_code == 400


def test_every_other_sign_is_read(client):
    assert client.get("/en/search/", {"q": "\x01\u202e💐"}).status_code == 200


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("text/plain; charset=base64", "text/plain"),
        ("text/plain; Charset=utf-8; a=b", "text/plain; a=b"),
        ("multipart/form-data; boundary=x", "multipart/form-data; boundary=x"),
        ("", ""),
    ],
)
def test_charset_is_taken_out(told, kept):
    assert without_charset(told) == kept


def test_both_servers_answer_a_charset_that_is_none(monkeypatch):
    seen = []
    monkeypatch.setattr(wsgi, "_django", lambda environ, _start: seen.append(environ["CONTENT_TYPE"]) or [])
    wsgi.application({"CONTENT_TYPE": "text/plain; charset=base64"}, lambda *_told: None)

    async def django(scope: dict, _receive: object, _send: object) -> None:
        seen.append(dict(scope["headers"]))

    monkeypatch.setattr(asgi, "_django", django)
    headers = [(b"content-type", b"text/plain; charset=base64"), (b"host", b"a")]
    asyncio.run(asgi.application({"type": "http", "headers": headers}, None, None))
    assert seen == ["text/plain", {b"content-type": b"text/plain", b"host": b"a"}]


def test_a_file_that_was_not_collected_is_asked_for_by_its_plain_name(tmp_path):
    storage = assets.Storage(location=tmp_path, base_url="/static/")
    assert storage.url("ui/base.css") == "/static/ui/base.css"
