"""WhatsApp and e-mail: what they take, what they refuse, what they report, and what goes by text message instead."""

import json
import time

import pytest
from django.test import Client

from haat.cli import main
from haat.cli.rehearsal import whatsapp
from haat.cli.rehearsal.double import Asked
from haat.messages.actions import tell
from haat.messages.notices import INVITED, SIGN_IN
from haat.messages.queries import carried, codes_arrive, ready
from tests.make import make_user
from tests.messages.carrying import fate, rewrite, say, steps, work

pytestmark = pytest.mark.django_db


def test_whatsapp_takes_an_approved_template_and_its_signed_report_is_heard(mart, chat):
    message = say(mart)
    work()
    one = chat.received[0]
    assert (one.text, steps(message)) == ("placed_v1 (hi): DGH-1 · 560", ("taken", [("whatsapp", "taken", "")]))
    assert chat.report(one, "read", "delivered", "sent", "delivered", "failed") == [200] * 5
    assert steps(message) == ("delivered", [("whatsapp", "delivered", "")])
    assert message.attempts.get().reports.filter(sure=False).count() == 0


def test_whatsapp_shakes_hands_with_its_own_token_only(mart, chat, settings):
    assert chat.shake_hands() == 200
    asked = {"hub.mode": "subscribe", "hub.verify_token": whatsapp.VERIFY_TOKEN, "hub.challenge": "1158201444"}
    assert Client().get("/hooks/messages/whatsapp/", asked).content == b"1158201444"
    for wrong in ({"hub.verify_token": "x"}, {"hub.mode": "x"}, {"hub.challenge": "<script>"}):
        assert Client().get("/hooks/messages/whatsapp/", asked | wrong).status_code == 400
    settings.SENDER_SECRETS = {}
    assert Client().get("/hooks/messages/whatsapp/", asked | {"hub.verify_token": ""}).status_code == 400


def test_report_signed_by_somebody_else_is_not_heard(mart, chat, settings):
    message = say(mart)
    work()
    assert chat.report(chat.received[0], "failed", secret="another") == [400]
    assert steps(message)[0] == "taken"
    settings.SENDER_SECRETS = settings.SENDER_SECRETS | {"whatsapp_app_secret": ""}
    assert chat.report(chat.received[0], "failed", secret="") == [400]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda double: double.templates.clear(), "132001"),
        (lambda double: setattr(double.templates["placed_v1", "hi"], "paused", True), "132015"),
        (lambda double: setattr(double.templates["placed_v1", "hi"], "values", 3), "132000"),
    ],
)
def test_what_whatsapp_refuses_goes_by_text_message(mart, chat, gateway, change, code):
    change(chat)
    message = say(mart)
    work()
    assert steps(message) == ("taken", [("whatsapp", "refused", code), ("sms", "taken", "")])


def test_whom_whatsapp_does_not_know_gets_a_text_message(mart, chat, gateway):
    message = tell(
        "+919876543226",
        template="order_placed_cash",
        language="hi",
        body="",
        values={"number": "1", "money": "5"},
        cause="c",
        mart=mart,
    )
    work()
    assert steps(message) == ("taken", [("whatsapp", "refused", "131026"), ("sms", "taken", "")])


def test_failure_whatsapp_reports_goes_by_text_message(mart, chat, gateway):
    message = say(mart)
    work()
    chat.report(chat.received[0], "failed", code=131049)
    work()
    assert steps(message) == ("taken", [("whatsapp", "failed", "131049"), ("sms", "taken", "")])


def test_cap_of_people_slows_down_and_then_goes_by_text_message(mart, chat, gateway):
    chat.cap = 0
    message = say(mart)
    work()
    assert steps(message) == ("waiting", [("whatsapp", "troubled", "131048")])
    work(6)
    assert steps(message) == ("taken", [("whatsapp", "refused", "131048"), ("sms", "taken", "")])


def test_too_many_in_a_second_are_asked_again(mart, chat, gateway, monkeypatch):
    monkeypatch.setattr(whatsapp, "A_SECOND", 0)
    message = say(mart)
    work()
    assert steps(message) == ("waiting", [("whatsapp", "troubled", "130429")])


@pytest.mark.parametrize(("copies", "end"), [(True, ("taken", "")), (False, ("refused", "132000"))])
def test_code_is_told_to_the_key_that_copies_it(mart, chat, gateway, settings, copies, end):
    chat.templates["code_v1", "hi"] = whatsapp.Template(1, copies=copies)
    with open(settings.SENDERS_FILE, "a", encoding="utf-8") as file:
        file.write('[whatsapp.templates.sign_in_code]\nhi = "code_v1"\n')
    message = say(mart, template="sign_in_code")
    work()
    assert steps(message)[1][0] == ("whatsapp", *end)


def test_template_with_a_key_is_not_taken_without_its_code(chat):
    chat.templates["placed_v1", "hi"].copies = True
    assert chat._why_not("919876543210", "placed_v1", "hi", ["1", "2"], []) == 131008


def test_double_reports_by_itself_as_it_is_told_to(monkeypatch):
    heard = []
    monkeypatch.setattr(whatsapp, "call", lambda *_where, body, **_more: heard.append(json.loads(body)) or 200)
    double = whatsapp.WhatsAppDouble({("v1", "hi"): whatsapp.Template(0)}, report_to="http://127.0.0.1/", delay=0)
    template = {"name": "v1", "language": {"code": "hi"}}
    body = {"messaging_product": "whatsapp", "to": "919876543210", "type": "template", "template": template}
    path, key = f"/v23.0/{whatsapp.NUMBER_ID}/messages", {"Authorization": f"Bearer {whatsapp.TOKEN}"}
    for how, states in whatsapp.REPORTS.items():
        assert double.handle(Asked("GET", "/set", {"reports": how}, {}, b"", {})).status == 200
        assert double.handle(Asked("POST", path, {}, {}, json.dumps(body).encode(), key)).status == 200
        until = time.monotonic() + 5
        while len(heard) < len(states) and time.monotonic() < until:
            time.sleep(0.01)
        told = [each["entry"][0]["changes"][0]["value"]["statuses"][0]["status"] for each in heard]
        assert (how, told) == (how, list(states))
        heard.clear()
    assert double.handle(Asked("GET", "/set", {"reports": "never"}, {}, b"", {})).status == 400


def test_language_whatsapp_has_not_goes_by_text_message(mart, chat, gateway):
    message = say(mart, language="mr")
    work()
    assert steps(message)[1] == [("sms", "taken", "")]
    other = say(mart, "order:2", language="en", template="order_placed")
    work()
    assert steps(other)[1] == [("sms", "taken", "")]


def test_code_goes_where_the_file_says(mart, chat, gateway, settings):
    with open(settings.SENDERS_FILE, encoding="utf-8") as file:
        text = file.read()
    with open(f"{settings.SENDERS_FILE}.3", "w", encoding="utf-8") as file:
        file.write(text + '\n[carries]\norder_placed_cash = ["sms"]\n')
    settings.SENDERS_FILE += ".3"
    message = say(mart)
    work()
    assert steps(message)[1] == [("sms", "taken", "")]


@pytest.mark.parametrize(
    ("email", "end"),
    [
        ("sita@example.in", ("taken", "taken", "")),
        ("sita@nobody.example", ("failed", "refused", "550")),
        ("sita@later.example", ("waiting", "troubled", "451")),
        # the post office took it, and ends oddly: it is not sent again
        ("sita@rude.example", ("taken", "taken", "")),
        ("", ("failed", "", "")),
    ],
)
def test_mail_goes_to_who_left_an_address(mart, post, email, end):
    user = make_user()
    user.email = email
    user.save()
    message = say(mart, user=user)
    work()
    assert fate(message) == end
    if end[0] == "taken":
        assert [(one.to, one.text) for one in post.received] == [(email, "देवघर मार्ट\nlong words\n\nदेवघर मार्ट")]
        assert message.attempts.get().text == "long words"


@pytest.mark.parametrize(("old", "new", "code"), [("username", "nobody", "530"), ("rehearsal", "another", "535")])
def test_post_office_takes_no_mail_of_strangers(mart, post, settings, old, new, code):
    rewrite(settings, f'{old}"' if old == "rehearsal" else old, f'{new}"' if old == "rehearsal" else new)
    user = make_user()
    user.email = "sita@example.in"
    user.save()
    message = say(mart, user=user)
    work()
    assert fate(message) == ("failed", "refused", code)


def test_mail_over_the_net_is_encrypted_or_not_sent(mart, post, settings):
    rewrite(settings, 'host = "127.0.0.1"', 'host = "mail.example"')
    user = make_user()
    user.email = "sita@example.in"
    user.save()
    message = say(mart, user=user)
    work()
    assert fate(message) == ("failed", "refused", "not_set_up")


def test_whatsapp_alone_brings_nobody_a_first_code(mart, chat, settings, capsys):
    with open(settings.SENDERS_FILE, "a", encoding="utf-8") as file:
        file.write("".join(f'[whatsapp.templates.{name}]\nhi = "v1"\n' for name in (SIGN_IN.name, INVITED.name)))
    assert (codes_arrive(mart), carried(INVITED, mart), ready(mart).asking) == (True, True, [])
    settings.SENDERS = ["whatsapp"]
    assert (codes_arrive(mart), carried(INVITED, mart)) == (False, False)
    assert (ready(mart).codes, ready(mart).asking) == (False, ["whatsapp"])
    assert main(["messages", "ready", "--mart", mart.slug]) == 1
    assert "whatsapp tells only who has said yes to it" in capsys.readouterr().out


def test_file_that_is_broken_carries_no_invitation_and_breaks_no_page(mart, gateway, settings, tmp_path):
    assert carried(INVITED, mart)
    settings.SENDERS_FILE = str(tmp_path / "gone.toml")
    assert not carried(INVITED, mart)
