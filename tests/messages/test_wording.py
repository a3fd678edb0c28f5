"""A mart's own words for a message: what operators refuse is refused at once, and nothing unregistered leaves."""

import pytest

from haat.cli.rehearsal import sms
from haat.core.models import Event
from haat.messages.actions import word_notice
from haat.messages.notices import Worded, every
from haat.messages.sheet import rows
from haat.messages.wording import check, to_keep, to_type
from haat.places.models import Mart
from tests.make import BY, make_mart
from tests.messages.carrying import rewrite, say, steps, work
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NAME, NUMBER = "order_placed_cash", "1107000000000009999"
OWN = "ऑर्डर {number} मिला। ₹{money} रखें।"


def worded(text=OWN, template="", mart=None, **more):
    told = {"text": text, "template": template, **more}
    return word_notice(mart or make_mart(), notice=NAME, words={"hi": told}, by=BY)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ऑर्डर {number} मिला।", "slot_lost"),
        ("ऑर्डर %(number)s मिला। ₹%(money)s रखें।", "slot_as_kept"),
        ("ऑर्डर {number} मिला। ₹{money} रखें, %(money)s।", "slot_as_kept"),
        ("ऑर्डर {number} मिला। {money} {rupees}", "slot_unknown"),
        ("ऑर्डर {number} {money} मिला।", "side_by_side"),
        ("ऑर्डर {number}, {number}: {money}", "slot_twice"),
        ("ऑर्डर {number}: {money}, haat.example.in", "address_in_words"),
        ("ऑर्डर {number}: {money}, 98765 43210", "address_in_words"),
        ("ऑर्डर {number}: {money} " + "क" * 60, "words_too_long"),
    ],
)
def test_words_operators_would_refuse_are_refused_with_the_reason(text, code):
    with refused(f"messages.{code}", field="text") as caught:
        worded(text)
    assert (caught.value.language, Mart.objects.get().words) == ("hi", {})


@pytest.mark.parametrize(
    ("numbers", "code", "field"),
    [
        ({"template": "12"}, "bad_template", "template"),
        ({"template": NUMBER, "gateway": "a b"}, "bad_template", "gateway"),
        ({"gateway": "65a0c0ffee"}, "no_template", "template"),
        ({"text": "", "template": NUMBER}, "number_alone", "template"),
        ({"text": "", "gateway": "65a0c0ffee"}, "number_alone", "gateway"),
    ],
)
def test_number_that_is_none_is_refused_at_its_field(numbers, code, field):
    with refused(f"messages.{code}", field=field):
        worded(**numbers)


def test_own_words_leave_when_they_are_registered_and_not_before(mart, gateway):
    worded(mart=mart)
    say(mart)
    work()
    assert "मिला" not in gateway.received[0].text
    worded(mart=mart, template=NUMBER)
    gateway.templates |= sms.registered([(NUMBER, "ऑर्डर {#alphanumeric#} मिला। ₹{#numeric#} रखें।")])
    mart.refresh_from_db()
    message = say(mart, "order:2")
    work()
    assert steps(message) == ("taken", [("sms", "taken", "")])
    assert gateway.received[-1].text == "ऑर्डर DGH-1 मिला। ₹560 रखें।"


def test_own_words_without_the_number_of_a_gateway_that_has_its_own_let_the_standard_ones_leave(
    mart, gateway, settings
):
    own = {"hi": {"text": "{code} आपका कोड है, {mart}।", "template": NUMBER}}
    mart = word_notice(mart, notice="sign_in_code", words=own, by=BY)
    gateway.templates |= sms.registered([("65a0", "{#numeric#} आपका कोड है, देवघर मार्ट।")])
    rewrite(settings, "/GatewayAPI/rest", "/api/v5/flow")
    rewrite(settings, 'preset = "gupshup"', 'preset = "msg91"')
    code = say(mart, "code:1", template="sign_in_code")
    work()
    assert steps(code) == ("taken", [("sms", "taken", "")])
    assert gateway.received[0].text == "देवघर मार्ट का कोड 123456। दस मिनट चलेगा। किसी को न बताएँ।"
    own["hi"]["gateway"] = "65a0"
    mart = word_notice(mart, notice="sign_in_code", words=own, by=BY)
    say(mart, "code:2", template="sign_in_code")
    work()
    assert gateway.received[-1].text == "123456 आपका कोड है, देवघर मार्ट।"


def test_sheet_has_own_words_beside_the_standard_ones_until_they_are_registered():
    def texts(mart):
        return [(row[2], row[9]) for row in rows(mart) if row[0] == NAME and row[1] == "हिन्दी"]

    own = "ऑर्डर {#var#} मिला। ₹{#var#} रखें।"
    assert [each for each in texts(worded()) if each[0] == own] == [(own, "")]
    assert len(texts(worded())) == 2
    assert texts(worded(template=f" {NUMBER} ")) == [(own, NUMBER)]


def test_standard_words_come_back_and_history_tells_both():
    worded(template=NUMBER)
    standard = to_type(every()[NAME].in_language("hi").text)
    assert worded(standard).words["notices"] == {}
    assert worded("").words["notices"] == {}
    told = [event.data for event in Event.objects.filter(kind="places.notice_worded").order_by("pk")]
    assert [each["page"] for each in told] == [NAME, NAME]
    assert (told[0]["after"]["template"], told[1]["after"]["text"]) == ({"hi": NUMBER}, {})


def test_words_from_before_a_variable_changed_are_passed_over():
    mart = worded(template=NUMBER)
    mart.words["notices"][NAME]["hi"]["text"] = "ऑर्डर %(gone)s"
    assert every()[NAME].own_words(mart, "hi") is None
    assert every()[NAME].in_language("hi", mart) == every()[NAME].in_language("hi")


def test_percent_and_braces_are_typed_as_they_are_read():
    assert to_keep("5% {money}") == "5%% %(money)s"
    assert to_type(to_keep("5% { money }")) == "5% {money}"


def test_slot_behind_a_doubled_percent_sign_is_none():
    notice = every()[NAME]
    kept = "5%% %%(number)s %(number)s %%%(money)s"
    assert notice.slots(kept) == ["number", "money"]
    assert to_type(kept) == "5% %(number)s {number} %{money}"
    assert to_keep("5% {number} %{money}") == "5%% %(number)s %%%(money)s"
    mart = make_mart()
    mart.words = {"notices": {NAME: {"hi": {"text": "%%(number)s %%(money)s"}}}}
    assert notice.own_words(mart, "hi") is None
    check(notice, Worded(to_keep("ऑर्डर %{number} मिला। ₹{money} रखें।"), "hi"), mart)
