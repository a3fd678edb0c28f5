"""How channels' folders reach the world: what may be asked twice is, a writing that nobody answered is lost."""

import tempfile

import httpx2
import pytest
import stamina

from haat.channels import http
from haat.channels.channel import Lost, Throttled, Trouble
from haat.channels.http import Ask, Reply, ask

HERE = "http://127.0.0.1:9/orders"


class World:
    """Answers what it was told to, one after the other; the last again and again."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def handle(self, request):
        self.asked.append((request.method, request.read()))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def world(monkeypatch):
    def tells(*answers):
        found = World(*answers)
        line = httpx2.Client(transport=httpx2.MockTransport(found.handle))
        monkeypatch.setattr(http, "client", lambda: line)
        return found

    with stamina.set_testing(True, attempts=3):
        yield tells


def test_an_answer_comes_whole(world):
    world(httpx2.Response(200, content=b'{"amount": 1.10}', headers={"X-One": "two"}))
    reply = ask(Ask("GET", HERE))
    assert (reply.status, reply.json(), reply.headers["x-one"]) == (200, {"amount": 1.1}, "two")
    assert str(reply.json(exact=True)["amount"]) == "1.10"


@pytest.mark.parametrize("body", [b"", b"<html>", b"[" * 100_000])
def test_what_is_no_json_is_none(body):
    assert Reply(200, body, {}).json() is None


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (rb'{"name": "Asha\u0000 Kumari", "\uD800": 1}', {"name": "Asha\ufffd Kumari", "\ufffd": 1}),
        (b'["Asha\xed\xa0\x80"]', ["Asha\ufffd"]),
        (rb'["\ud83d\ude00"]', ["\U0001f600"]),
        (b'{"a": NaN, "b": [Infinity, -Infinity], "c": 1e999}', {"a": "nan", "b": ["inf", "-inf"], "c": "inf"}),
    ],
)
def test_what_no_database_keeps_leaves_a_sign(body, read):
    assert Reply(200, body, {}).json() == read


def test_what_is_said_of_a_refusal_can_be_kept(world):
    world(httpx2.Response(503, content=b"\x00\x1b[31mout\xff of order"))
    with pytest.raises(Trouble) as found:
        ask(Ask("GET", HERE))
    assert found.value.said == "503 [31mout\ufffd of order"


def test_an_answer_that_never_ends_is_waited_for_no_longer(world, monkeypatch):
    monkeypatch.setattr(http, "LONGEST", -1.0)
    world(httpx2.Response(200, content=b"drip"))
    with pytest.raises(Trouble) as found:
        ask(Ask("GET", HERE))
    assert found.value.code == "silent"
    with pytest.raises(Lost):
        ask(Ask("POST", HERE, json={}))


@pytest.mark.parametrize("failed", [httpx2.ReadTimeout("late"), httpx2.ConnectError("no"), httpx2.Response(503)])
def test_a_reading_is_asked_again(world, failed):
    told = world(failed, httpx2.Response(200, content=b"{}"))
    assert ask(Ask("GET", HERE)).status == 200
    assert len(told.asked) == 2


def test_a_reading_nobody_answers_is_trouble_after_three_tries(world):
    told = world(httpx2.ReadTimeout("late"))
    with pytest.raises(Trouble) as found:
        ask(Ask("GET", HERE))
    assert (found.value.code, len(told.asked)) == ("silent", 3)


def test_a_server_out_of_order_is_trouble_with_its_words_and_its_wait(world):
    told = world(httpx2.Response(500, content=b"broken", headers={"Retry-After": "7"}))
    with pytest.raises(Trouble) as found:
        ask(Ask("GET", HERE))
    assert (found.value.code, found.value.said, found.value.after, len(told.asked)) == ("down", "500 broken", 7, 3)


@pytest.mark.parametrize(
    "failed", [httpx2.ReadTimeout("late"), httpx2.RemoteProtocolError("cut"), httpx2.ReadError("")]
)
def test_a_writing_nobody_answers_is_lost_and_never_asked_again(world, failed):
    told = world(failed)
    with pytest.raises(Lost):
        ask(Ask("POST", HERE, json={}))
    assert len(told.asked) == 1


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_writing_that_breaks_is_lost(world, status):
    world(httpx2.Response(status))
    with pytest.raises(Lost):
        ask(Ask("PATCH", HERE, json={}))


def test_a_writing_that_was_not_begun_is_trouble(world):
    world(httpx2.Response(503))
    with pytest.raises(Trouble) as found:
        ask(Ask("PATCH", HERE, json={}))
    assert found.value.code == "down"


@pytest.mark.parametrize("failed", [httpx2.ConnectError("no"), httpx2.ConnectTimeout("no"), httpx2.PoolTimeout("no")])
def test_a_writing_that_never_left_is_tried_again(world, failed):
    told = world(failed, httpx2.Response(200))
    assert ask(Ask("PUT", HERE, json={"one": 1})).status == 200
    assert told.asked[1] == ("PUT", b'{"one":1}')


def test_a_writing_that_harms_nobody_twice_is_asked_again(world):
    told = world(httpx2.ReadTimeout("late"), httpx2.Response(200))
    assert ask(Ask("POST", HERE, form={"a": "b"}, again=True)).status == 200
    assert told.asked == [("POST", b"a=b")] * 2


def test_too_many_calls_are_told_with_rate_and_wait(world):
    heard = []
    world(httpx2.Response(429, headers={"X-Rate": "0.5", "Retry-After": "4"}))
    with pytest.raises(Throttled) as found:
        ask(Ask("GET", HERE, rate_header="X-Rate", heard=heard.append))
    assert (found.value.rate, found.value.after, heard) == (0.5, 4, [0.5])


@pytest.mark.parametrize("told", ["", "nan", "-1", "0", "inf", "much"])
def test_a_rate_that_is_none_is_not_heard(world, told):
    heard = []
    world(httpx2.Response(200, headers={"X-Rate": told}))
    ask(Ask("GET", HERE, rate_header="X-Rate", heard=heard.append))
    assert heard == []


def test_an_answer_without_end_is_cut_off(world):
    world(httpx2.Response(200, content=b"x" * 2000))
    with pytest.raises(Trouble) as found:
        ask(Ask("GET", HERE, most=1000))
    assert found.value.code == "unreadable"


def test_a_file_is_sent_from_its_beginning_each_time(world):
    told = world(httpx2.ReadTimeout("late"), httpx2.Response(200))
    with tempfile.SpooledTemporaryFile() as file:
        file.write(b"all of it")
        ask(Ask("PUT", HERE, content=file, again=True))
    assert told.asked == [("PUT", b"all of it")] * 2


@pytest.mark.parametrize("status", [301, 404])
def test_neither_a_redirect_nor_a_refusal_is_followed(world, status):
    told = world(httpx2.Response(status, headers={"Location": "https://elsewhere.example.in/"}))
    assert ask(Ask("GET", HERE)).status == status
    assert len(told.asked) == 1


def test_no_cookie_is_kept(world):
    world(httpx2.Response(200, headers={"Set-Cookie": "one=1"}))
    ask(Ask("GET", HERE))
    assert len(http.client().cookies) == 0


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://api.example.in/x", True),
        ("http://localhost:1/x", True),
        ("http://[::1]:1/x", True),
        ("http://api.example.in/x", False),
        ("ftp://127.0.0.1/x", False),
        ("https:///x", False),
        ("http://127.0.0.1:port/", False),
    ],
)
def test_secrets_go_over_tls_or_nowhere_but_here(address, safe):
    assert http.is_safe(address) is safe


def test_an_unsafe_address_is_not_asked(world):
    told = world(httpx2.Response(200))
    with pytest.raises(Trouble):
        ask(Ask("GET", "http://api.example.in/x"))
    assert told.asked == []


def test_a_process_has_connections_of_its_own(monkeypatch):
    mine = http.client()
    monkeypatch.setattr(http.os, "getpid", lambda: -1)
    assert http.client() is not mine
