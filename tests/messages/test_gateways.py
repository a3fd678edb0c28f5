"""Gateways are asked as their documents say, and their answers are read to the letter: HTTP 200 says nothing."""

import hashlib

import pytest

from haat.messages import wire
from haat.messages.notices import every
from haat.messages.sender import Call, Letter, Refused, Taken, Trouble, Unread
from haat.messages.senders.sms.gateway import Gateway
from haat.messages.senders.sms.reports import MOST, read
from haat.messages.senders.sms.sender import SENDER
from haat.messages.setup import Setup

SECRETS = {"sms_username": "user", "sms_password": "pass word ", "sms_key": " key "}
NAMED = {"order_placed_cash": {"hi": {"dlt": "1107", "own": "own-1"}, "en": "1108"}}


def setup(preset="", **more):
    told = {"preset": preset, "sender_id": "DGHRMT", "entity_id": "1101", "templates": NAMED, **more}
    return Setup(told, SECRETS)


def letter(code="hi", phone="+919876543210"):
    notice, values = every()["order_placed_cash"], {"number": "DGH-1", "money": "560"}
    worded = notice.in_language(code)
    return Letter(1, phone, "", notice, worded, values, notice.filled(worded, values, None), "", "deoghar", "Deoghar")


@pytest.fixture
def asked(monkeypatch):
    """`asked(status, text)`: what the gateway answers; gives what it was asked with."""
    seen = {}

    def answers(status, text):
        def ask(address, *, method="POST", **sent):
            seen.update(address=address, method=method, **sent)
            return wire.Reply(status, text)

        monkeypatch.setattr(wire, "ask", ask)
        return seen

    return answers


def end(preset, status, text, asked, **more):
    asked(status, text)
    try:
        return Gateway(setup(preset, **more)).ask(letter())
    except (Refused, Trouble) as wrong:
        return type(wrong).__name__, wrong.code


ANSWERS = [
    ("msg91", 200, '{"type":"success","message":"3561"}', Taken("3561")),
    ("msg91", 200, '{"type":"error","message":"418"}', ("Refused", "418")),
    ("msg91", 200, '{"type":"success"}', ("Refused", "unreadable")),
    ("msg91", 200, "success", ("Refused", "unreadable")),
    ("msg91", 401, '{"type":"error","message":"201"}', ("Trouble", "http_401")),
    ("msg91", 400, '{"type":"error","message":"211"}', ("Refused", "211")),
    ("gupshup", 200, "success | 919876543210 | 3613480-42", Taken("3613480-42")),
    ("gupshup", 200, "error | 620 | header", ("Refused", "620")),
    ("gupshup", 200, "success | 919876543210 | 1\nerror | 620 | x", ("Refused", "unreadable")),
    ("gupshup", 200, "<html>success</html>", ("Refused", "unreadable")),
    ("gupshup", 302, "success | 919876543210 | 1", ("Refused", "http_302")),
    ("gupshup", 503, "success | 919876543210 | 1", ("Trouble", "http_503")),
    ("nic", 200, "Message Accepted for Request ID=12345~code=API000 & info=Platform accepted", Taken("12345")),
    ("nic", 200, "Request ID=12345~code=API116 & info=template", ("Refused", "API116")),
    ("nic", 200, "Request ID=12345~code=API0001", ("Refused", "API0001")),
    ("mobile_seva", 200, "402,MsgID = 111120221640400000000hpgovt", Taken("111120221640400000000hpgovt")),
    ("mobile_seva", 200, "401,invalid", ("Refused", "401")),
    ("mobile_seva", 200, "note 402,MsgID = 1", ("Refused", "unreadable")),
    ("mobile_seva", 404, "402,MsgID = 1", ("Refused", "402")),
]


@pytest.mark.parametrize(("preset", "status", "text", "came"), ANSWERS)
def test_answer_is_read_to_the_letter(preset, status, text, came, asked):
    assert end(preset, status, text, asked) == came


def test_msg91_is_asked_with_its_own_template_and_each_value(asked):
    seen = asked(200, '{"type":"success","message":"1"}')
    Gateway(setup("msg91")).ask(letter())
    assert seen == {
        "address": "https://control.msg91.com/api/v5/flow",
        "method": "POST",
        "headers": {"authkey": "key"},
        "body": {
            "template_id": "own-1",
            "recipients": [{"mobiles": "919876543210", "VAR1": "DGH-1", "VAR2": "560"}],
        },
    }


def test_mobile_seva_is_asked_with_seal_and_entities(asked):
    seen = asked(200, "402,MsgID = 1")
    Gateway(setup("mobile_seva")).ask(letter())
    content = letter().text.encode("ascii", "xmlcharrefreplace").decode()
    assert seen["form"] == {
        "username": "user",
        "password": hashlib.sha1(b"pass word").hexdigest(),
        "senderid": "DGHRMT",
        "content": content,
        "smsservicetype": "unicodemsg",
        "mobileno": "919876543210",
        "templateid": "1107",
        "key": hashlib.sha512(f"userDGHRMT{content}key".encode()).hexdigest(),
    }
    Gateway(setup("mobile_seva")).ask(letter("en"))
    assert (seen["form"]["smsservicetype"], seen["form"]["content"]) == ("singlemsg", letter("en").text)


def test_nic_is_asked_in_the_address_and_told_the_alphabet(asked):
    seen = asked(200, "Request ID=1~code=API000")
    Gateway(setup("nic")).ask(letter())
    assert (seen["method"], seen["query"]["msgType"], seen["query"]["pin"]) == ("GET", "UC", "pass word ")
    Gateway(setup("nic")).ask(letter("en"))
    assert (seen["query"]["msgType"], seen["query"]["dlt_template_id"]) == ("PM", "1108")


def test_gateway_that_is_not_preset_is_what_the_file_says(asked):
    gateway = {
        "address": "https://gw.example.in/send",
        "fields": {"to": "{ten}", "text": "{text}", "no": "{nonsense}"},
        "taken": r"^OK (?P<ref>\S+)",
        "code": r"^ERR (?P<code>\w+)",
    }
    seen = asked(200, "OK 77")
    assert Gateway(setup(gateway=gateway)).ask(letter("en")) == Taken("77")
    assert seen["form"] == {"to": "9876543210", "text": letter("en").text, "no": "{nonsense}"}
    assert end("", 200, "ERR 630", asked, gateway=gateway) == ("Refused", "630")
    assert end("", 200, "", asked, gateway=gateway) == ("Refused", "unreadable")


@pytest.mark.parametrize(
    ("told", "lacking"),
    [
        ({"preset": "pigeon"}, "sms.preset: pigeon is none of"),
        ({"preset": "nic", "sender_id": ""}, "sms.sender_id"),
        ({"preset": "nic", "entity_id": " "}, "sms.entity_id"),
        ({"preset": "nic", "gateway": {"address": "http://smsgw.sms.gov.in/"}}, "sms.gateway.address"),
        ({"preset": "nic", "gateway": {"send_as": "post"}}, "sms.gateway.send_as"),
        ({"gateway": {"address": "https://gw.example.in/"}}, "sms.gateway.taken"),
    ],
)
def test_what_lacks_is_named_and_nothing_leaves(told, lacking, asked):
    seen = asked(200, "x")
    found = SENDER.lacks(setup(**told))
    assert any(each.startswith(lacking) for each in found), found
    with pytest.raises(Refused):
        SENDER.send(letter(), setup(**told))
    assert seen == {}


def test_secret_in_the_file_is_no_secret():
    told = Setup({"preset": "nic", "sms_username": "u", "username": "u", "password": "p"}, {})
    assert {"HAAT_SMS_USERNAME", "HAAT_SMS_PASSWORD"} <= set(SENDER.lacks(told))


def test_only_what_is_registered_and_only_to_india():
    told = setup("gupshup")
    assert SENDER.can_carry(letter(), told)
    assert not SENDER.can_carry(letter(phone="+15035550100"), told)
    assert not SENDER.can_carry(letter("mr"), told)
    assert not SENDER.can_carry(letter(), setup("gupshup", templates={}))
    assert not SENDER.can_carry(letter(), setup("gupshup", templates={"order_placed_cash": "1107"}))
    half = {"order_placed_cash": {"hi": {"dlt": "1107"}}}
    assert SENDER.can_carry(letter(), setup("gupshup", templates=half))
    assert not SENDER.can_carry(letter(), setup("msg91", templates=half))


def call(method="POST", *, query=None, form=None, body=b""):
    return Call(method, "", query or {}, form or {}, body)


PLAIN = {"reports": {"ref": "mid", "state": "st", "code": "err", "delivered": ["DELIVRD"], "failed": ["UNDELIV"]}}


@pytest.mark.parametrize(
    ("kind", "came", "told"),
    [
        ("msg91", call(form={"data": '[{"requestId":"a","report":[{"status":"1"},{"status":"16","desc":"no"}]}]'}),
         [("a", "delivered"), ("a", "failed")]),
        ("msg91", call(body=b'{"requestId":"a","status":"5"}'), []),
        ("msg91", call(body=b'{"requestId":["a"],"status":"1"}'), []),
        ("gupshup", call("GET", query={"externalId": "7", "status": "SUCCESS"}), [("7", "delivered")]),
        ("gupshup", call("GET", query={"externalId": "7", "status": "FAIL", "cause": "DND"}), [("7", "failed")]),
        ("gupshup", call("GET", query={"status": "SUCCESS"}), []),
        ("gupshup",
         call(body=b'{"response": [{"externalId": "1", "status": "FAIL"}, {"externalId": 2, "status": "SUCCESS"}]}'),
         [("1", "failed"), ("2", "delivered")]),
        ("plain", call("GET", query={"mid": "9", "st": "DELIVRD"}), [("9", "delivered")]),
        ("plain", call(form={"mid": "9", "st": "UNDELIV", "err": "12"}), [("9", "failed")]),
        ("plain", call(body=b'[{"mid": "9", "st": "BUFFERED"}]'), []),
    ],
)  # fmt: skip
def test_report_is_read_as_its_gateway_writes_it(kind, came, told):
    assert [(each.ref, each.state) for each in read(kind, came, Setup(PLAIN, {}))] == told
    assert not any(each.sure for each in read(kind, came, Setup(PLAIN, {})))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("msg91", b"{"),
        ("msg91", b"7"),
        ("msg91", b'[{"requestId":"a","report":7}]'),
        ("gupshup", b'{"response": "no"}'),
        ("plain", b"<xml/>"),
        ("nobody", b"{}"),
        ("plain", b"[" + b",".join([b'{"mid":"1","st":"DELIVRD"}'] * (MOST + 1)) + b"]"),
    ],
)
def test_report_that_is_otherwise_is_not_read(kind, body):
    with pytest.raises(Unread):
        read(kind, call(body=body), Setup(PLAIN, {}))


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://gw.example.in/x", True),
        ("http://127.0.0.1:8460/x", True),
        ("http://localhost/x", True),
        ("http://gw.example.in/x", False),
        ("http://127.0.0.1.example.in/x", False),
        ("http://user@gw.example.in/", False),
        ("ftp://127.0.0.1/", False),
        ("//gw.example.in/", False),
        ("", False),
        ("https://gw.example.in:x/", False),
    ],
)
def test_messages_go_encrypted_or_stay_here(address, safe):
    assert wire.is_safe(address) is safe
    if not safe and ":x" not in address:
        with pytest.raises(wire.NoAnswer):
            wire.ask(address)
