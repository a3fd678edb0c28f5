"""Text messages leave by a gateway on this machine, and what it reports is heard over the web."""

import json

import pytest
from django.test import Client

from haat.cli.rehearsal import sms
from haat.messages.actions import tell
from haat.messages.models import Message
from haat.messages.notices import every
from haat.messages.queries import ready
from haat.messages.setup import BadFile, of
from haat.places.actions import change_mart
from haat.web.ui.middleware import HOSTS
from tests.make import BY
from tests.messages.carrying import PHONE, fate, rewrite, say, work

pytestmark = pytest.mark.django_db


def test_message_leaves_in_registered_words_and_its_delivery_is_heard(mart, gateway):
    message = say(mart)
    work()
    one = gateway.received[0]
    assert (one.to, one.text, one.parts) == ("919876543210", "ऑर्डर DGH-1 हो गया। ₹560 नक़द तैयार रखें।", 1)
    assert (fate(message), message.attempts.get().ref) == (("taken", "taken", ""), one.ref)
    assert gateway.report(one, "twice") == [200, 200]
    assert fate(message) == ("delivered", "delivered", "")
    gateway.report(one, "failed")
    assert fate(message) == ("delivered", "delivered", "")


def test_every_notice_passes_the_scrubbing_in_every_language(mart, gateway):
    gateway.reports = "none"
    sms_fast, sms.A_SECOND = sms.A_SECOND, 1000
    try:
        sent = [
            tell(
                PHONE,
                template=notice.name,
                language=code,
                body="",
                values={v.name: mart.phone if v.tag == "cbn" else v.longest for v in notice.variables},
                cause=f"{notice.name}:{code}",
                mart=mart,
            )
            for notice in every().values()
            for code in notice.languages()
        ]
        work()
    finally:
        sms.A_SECOND = sms_fast
    refused = {one.text: one.refused for one in gateway.received if one.refused}
    assert (refused, len(gateway.received)) == ({}, len(sent))


def test_landline_of_the_mart_passes_the_scrubbing_and_fits(mart, gateway):
    mart = change_mart(mart, phone="06432 232 222", by=BY)
    values = {"last": "1234", "desk": mart.phone}
    for code in ("hi", "mr", "en"):
        for name in ("maker_phone_changed", "maker_bank_changed"):
            tell(PHONE, template=name, language=code, body="", values=values, cause=f"{name}:{code}", mart=mart)
    work()
    assert [(one.text, one.refused) for one in gateway.received if one.refused or "6432232222" not in one.text] == []
    assert len(gateway.received) == 6


def test_failure_that_is_reported_is_a_failure(mart, gateway):
    message = say(mart)
    work()
    assert gateway.report(gateway.received[0], "failed") == [200]
    work()
    assert fate(message) == ("failed", "failed", "000")


def test_report_of_a_message_nobody_knows_is_kept_for_a_while(mart, gateway):
    message = say(mart)
    work()
    assert gateway.report(gateway.received[0], "unknown") == [200]
    assert fate(message)[0] == "taken"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("HAATDM", "HAATXX", "620"),
        ("1101000000000000001", "1101000000000000002", "601"),
    ],
)
def test_ok_with_an_error_inside_is_a_refusal(mart, gateway, settings, old, new, code):
    rewrite(settings, f'"{old}"', f'"{new}"')
    message = say(mart)
    work()
    assert fate(message) == ("failed", "refused", code)
    assert message.reason == code


def test_words_unlike_the_template_are_refused(mart, gateway):
    number = next(n for n, t in gateway.templates.items() if t.text.startswith("ऑर्डर {#alphanumeric#} हो गया। ₹"))
    gateway.templates[number] = sms.Template("ऑर्डर {#alphanumeric#} आ गया। ₹{#numeric#} नक़द तैयार रखें।")
    message = say(mart)
    work()
    assert fate(message) == ("failed", "refused", "unlike")
    gateway.templates[number] = sms.Template("ऑर्डर {#alphanumeric#} {#numeric#}")
    second = say(mart, "order:2")
    work()
    assert fate(second) == ("failed", "refused", "632")
    del gateway.templates[number]
    third = say(mart, "order:3")
    work()
    assert fate(third) == ("failed", "refused", "630")


@pytest.mark.parametrize(
    ("text", "given", "why"),
    [
        ("Order {#alphanumeric#}.", "Order 12-3.", ""),
        ("Order {#alphanumeric#}.", "Order 12-3", ""),
        ("Order {#alphanumeric#}.", f"Order {'x' * 31}.", "variable"),
        ("Order {#numeric#}.", "Order 12a.", "unlike"),
        ("Order {#numeric#} {#numeric#}.", "Order 1 2.", "632"),
        ("{#numeric#}, {#numeric#}, {#numeric#}", "1, 2, 3", "632"),
        ("Order {#alphanumeric#}, " + "x" * 150, "Order 1, " + "x" * 150, ""),
        ("Order {#alphanumeric#}, " + "x" * 150, "Order 12, " + "x" * 150, ""),
        ("Order {#alphanumeric#}, " + "x" * 150, "Order 123, " + "x" * 150, "length"),
        ("Call {#cbn#}.", "Call 9876543210.", ""),
        ("Call {#cbn#}.", "Call https://a.in.", "unlike"),
    ],
)
def test_double_scrubs_as_operators_do(text, given, why):
    assert sms.Template(text).why_not(given) == why


def test_wrong_password_is_a_refusal_and_too_fast_is_asked_again(mart, gateway, settings, monkeypatch):
    monkeypatch.setattr(sms, "A_SECOND", 0)
    message = say(mart)
    work()
    assert fate(message) == ("waiting", "troubled", "http_429")
    monkeypatch.setattr(sms, "A_SECOND", 30)
    settings.SENDER_SECRETS = settings.SENDER_SECRETS | {"sms_password": "wrong"}
    work()
    assert fate(message) == ("failed", "refused", "102")


def test_msg91_is_spoken_to_by_its_own_template_and_values_in_their_order(mart, gateway, settings):
    rewrite(settings, "/GatewayAPI/rest", "/api/v5/flow")
    rewrite(settings, 'preset = "gupshup"', 'preset = "msg91"')
    message = say(mart)
    work()
    assert fate(message) == ("taken", "taken", "")
    assert gateway.received[0].text == "ऑर्डर DGH-1 हो गया। ₹560 नक़द तैयार रखें।"
    ref, address = message.attempts.get().ref, f"/hooks/messages/sms/{sms.SECRET}/"
    data = json.dumps([{"requestId": ref, "report": [{"number": "919876543210", "status": "1", "desc": "ok"}]}])
    assert Client().post(address, {"data": data}).status_code == 200
    assert fate(message) == ("delivered", "delivered", "")
    settings.SENDER_SECRETS = settings.SENDER_SECRETS | {"sms_key": "wrong"}
    second = say(mart, "order:2")
    work()
    assert fate(second) == ("failed", "refused", "201")


@pytest.mark.parametrize(
    ("preset", "path", "secret", "code"),
    [
        ("gupshup", "/GatewayAPI/rest", "sms_password", "102"),
        ("msg91", "/api/v5/flow", "sms_key", "201"),
        ("nic", "/failsafe/HttpLink", "sms_password", "API101"),
        ("mobile_seva", "/esms/sendsmsrequestDLT", "sms_key", "401"),
    ],
)
def test_each_preset_carries_and_is_heard_through_the_double(mart, gateway, settings, preset, path, secret, code):
    rewrite(settings, "/GatewayAPI/rest", path)
    rewrite(settings, 'preset = "gupshup"', f'preset = "{preset}"')
    hindi, english = say(mart), say(mart, "order:2", language="en")
    work()
    assert [fate(message) for message in (hindi, english)] == [("taken", "taken", "")] * 2
    texts = ["ऑर्डर DGH-1 हो गया। ₹560 नक़द तैयार रखें।", "Order DGH-1 is placed. Keep Rs 560 ready in cash."]
    assert [one.text for one in gateway.received] == texts
    assert [gateway.report(one, how) for one, how in zip(gateway.received, ("delivered", "failed"), strict=True)] == [
        [200],
        [200],
    ]
    work()
    assert [fate(message)[0] for message in (hindi, english)] == ["delivered", "failed"]
    settings.SENDER_SECRETS = settings.SENDER_SECRETS | {secret: "wrong"}
    third = say(mart, "order:3")
    work()
    assert fate(third) == ("failed", "refused", code)


@pytest.mark.parametrize(
    ("preset", "path"), [("nic", "/failsafe/HttpLink"), ("mobile_seva", "/esms/sendsmsrequestDLT")]
)
def test_double_scrubs_whatever_gateway_it_plays(mart, gateway, settings, preset, path):
    rewrite(settings, "/GatewayAPI/rest", path)
    rewrite(settings, 'preset = "gupshup"', f'preset = "{preset}"')
    rewrite(settings, '"HAATDM"', '"HAATXX"')
    message = say(mart)
    work()
    assert fate(message) == ("failed", "refused", "620")


def test_gateway_that_nobody_answers_at_is_trouble(mart, gateway):
    gateway.stop()
    message = say(mart)
    work()
    assert fate(message) == ("waiting", "troubled", "no_answer")


@pytest.mark.parametrize(
    "address", ["http://gateway.example/x", "ftp://127.0.0.1/", "https:///x", "", "file:///etc/passwd"]
)
def test_messages_go_over_tls_or_stay_on_this_machine(mart, gateway, settings, address):
    rewrite(settings, f"http://127.0.0.1:{gateway.port}/GatewayAPI/rest", address)
    message = say(mart)
    work()
    assert fate(message) == ("failed", "refused", "not_set_up")
    assert gateway.received == []


def test_forged_report_is_not_heard(mart, gateway):
    message = say(mart)
    work()
    ref = message.attempts.get().ref
    told = {"externalId": ref, "status": "SUCCESS"}
    for address in ("/hooks/messages/sms/", "/hooks/messages/sms/guessed/"):
        assert Client().get(address, told).status_code == 400
    assert Client().get("/hooks/messages/nobody/", told).status_code == 404
    assert fate(message)[0] == "taken"


def test_without_a_secret_set_nobody_can_report(mart, gateway, settings):
    settings.SENDER_SECRETS = {**settings.SENDER_SECRETS, "sms_report_secret": ""}
    assert Client().get("/hooks/messages/sms/", {"externalId": "1", "status": "SUCCESS"}).status_code == 400


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b'"x"', "application/json"),
        (b"[1]", "application/json"),
        (b"[" * 9999, "text/plain"),
    ],
)
def test_report_that_is_none_is_not_heard(mart, gateway, body, kind):
    answer = Client().post(f"/hooks/messages/sms/{sms.SECRET}/", body, content_type=kind)
    assert (answer.status_code, answer.content) == (400, b"not heard")


def test_everything_is_ready_only_when_it_is_set_up(mart, gateway, settings):
    assert (ready(mart).all_well, ready(mart).codes) == (True, True)
    rewrite(settings, "[marts.deoghar.sms.templates.sign_in_code]", "[marts.deoghar.sms.templates.other]")
    assert (ready(mart).codes, ready(mart).unregistered) == (False, ["sign_in_code"])
    settings.SENDER_SECRETS = {}
    mart.phone = "1800 180 1551"
    lacking = ready(mart)
    assert lacking.uncallable
    assert lacking.lacks == {"sms": ["HAAT_SMS_USERNAME", "HAAT_SMS_PASSWORD"]}
    assert len(lacking.unregistered) > 20
    settings.SENDERS = []
    assert (ready(mart).lacks, ready(mart).codes, ready(mart).all_well) == ({}, False, False)


def test_file_that_cannot_be_read_says_so(settings, tmp_path):
    settings.SENDERS_FILE = str(tmp_path / "none.toml")
    with pytest.raises(BadFile, match="cannot be read"):
        of("sms", "deoghar")
    (tmp_path / "none.toml").write_text("[sms", encoding="utf-8")
    with pytest.raises(BadFile, match="no TOML"):
        of("sms", "deoghar")


def test_mart_has_its_own_entries_over_those_of_all(settings, tmp_path):
    path = tmp_path / "s.toml"
    path.write_text('[sms]\nsender_id = "ALL"\nsuffix = "G"\n[marts.far.sms]\nsender_id = "FAR"\n', encoding="utf-8")
    settings.SENDERS_FILE = str(path)
    assert [of("sms", mart).text("sender_id") for mart in ("far", "near")] == ["FAR", "ALL"]
    assert of("sms", "far").text("suffix") == "G"


def test_page_of_a_double_shows_what_came_and_runs_nothing(mart, gateway):
    say(mart)
    work()
    gateway.received[0].text = "<script>1</script>"
    page = gateway.page()
    assert ("&lt;script&gt;" in page, "<script>1" in page) == (True, False)


def test_messages_table_counts_what_was_told_without_secrets(mart, gateway):
    message = say(mart, template="sign_in_code")
    work()
    assert "123456" in gateway.received[0].text
    message.refresh_from_db()
    assert (message.state, message.values, message.body) == ("taken", {}, "")
    assert Message.objects.filter(state="waiting").count() == 0


def test_file_that_is_broken_locks_nobody_out_of_the_office(mart, gateway, settings, tmp_path):
    settings.SENDERS_FILE = str(tmp_path / "gone.toml")
    found = ready(mart)
    assert (found.codes, found.all_well) == (False, False)
    assert "cannot be read" in found.lacks["sms"][0]
    assert Client().get("/sign-in/").status_code == 200
    assert Client().get(f"/hooks/messages/sms/{sms.SECRET}/").status_code == 400


def test_sign_in_page_says_that_nobody_gets_a_code_and_sends_none(mart, gateway, settings):
    client = Client()
    assert "No code can be sent to a phone from here yet." not in client.get("/sign-in/").content.decode()
    settings.SENDERS = []
    client.cookies["language"] = "en"
    html = client.get("/sign-in/").content.decode()
    assert ("No code can be sent to a phone from here yet." in html, f"tel:{mart.phone}" in html) == (True, True)
    type(mart).objects.update(phone="")
    HOSTS.forget()
    assert 'href="tel:"' not in client.get("/sign-in/").content.decode()
    client.cookies["language"] = "hi"
    assert "यहाँ से अभी किसी फ़ोन पर कोड नहीं भेजा जा सकता।" in client.get("/sign-in/").content.decode()
    answer = client.post("/sign-in/", {"phone": "9876543210"})
    assert (answer.status_code, 'value="9876543210"' in answer.content.decode()) == (422, True)
    assert answer.context["form"].errors["phone"]
    assert Message.objects.count() == 0
    settings.SENDERS = ["sms"]
    assert client.post("/sign-in/", {"phone": "9876543210"}).status_code == 302
    work()
    assert gateway.received[0].to == "919876543210"


@pytest.mark.parametrize("typed", ["06432 222333", "0612-2345678", "(07172) 250250", "06432-222333"])
def test_landline_is_refused_at_its_field(mart, gateway, typed):
    answer = Client().post("/sign-in/", {"phone": typed})
    assert answer.status_code == 422
    assert "तार वाले फ़ोन" in str(answer.context["form"].errors["phone"]) or "landline" in str(
        answer.context["form"].errors
    )


@pytest.mark.parametrize("typed", ["098765 43210", "+91 98765-43210", "09876543210", "0 98765 43210", "70123 45678"])
def test_mobile_number_is_not_taken_for_a_landline(mart, gateway, typed):
    assert Client().post("/sign-in/", {"phone": typed}).status_code == 302


def test_report_in_a_form_of_parts_is_heard(mart, gateway, settings):
    rewrite(settings, 'preset = "gupshup"', 'preset = "msg91"')
    rewrite(settings, "/GatewayAPI/rest", "/api/v5/flow")
    message = say(mart)
    work()
    flat = {"requestId": message.attempts.get().ref, "status": "delivered"}
    address = f"/hooks/messages/sms/{sms.SECRET}/"
    assert Client().post(address, json.dumps(flat), content_type="application/json").status_code == 200
    assert fate(message)[0] == "delivered"
