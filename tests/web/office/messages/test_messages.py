"""The desk sees what was told and what became of it, never a secret or a whole phone, and sends again once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from haat.core.models import Event
from haat.messages.actions import fail, hear, refused, taken, tell, word_notice
from haat.messages.models import Message
from haat.messages.sender import Refused, Taken, Told
from tests.make import BY, make_mart
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db
PHONE = "+919876543210"
LIST = "office:messages:list"


def say(cause="o:1", phone=PHONE, **more):
    given = {"template": "order_placed", "language": "hi", "body": "long", "values": {"number": "DGH-77"}} | more
    return tell(phone, cause=cause, mart=make_mart(), **given)


def failed(cause="o:1", **more):
    message = say(cause, **more)
    refused(message, "sms", Refused("630", "the template is not known"))
    fail(message, "630")
    message.refresh_from_db()
    return message


def text(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def one(message):
    return reverse("office:messages:message", args=[message.pk])


def test_words_that_left_are_shown_as_they_left_whatever_is_said_now():
    message, desk = say(), officer("desk")
    assert "DGH-77" in text(desk, one(message))
    taken(message, "sms", Taken("r-1", 1), text="Once: DGH-77", language="en")
    words = {"hi": {"text": "अब: {number}", "template": "1" * 19}}
    word_notice(make_mart(), notice="order_placed", words=words, by=BY)
    html = text(desk, one(message))
    assert ("Once: DGH-77" in html, "अब: DGH-77" in html) == (True, False)
    assert "Once: DGH-77" in text(desk, reverse(LIST), state="")


def test_what_did_not_arrive_stands_first_and_filters_find_the_rest():
    failed()
    say("o:2", phone="+919811122233")
    desk = officer("desk")
    address = reverse(LIST)
    html = text(desk, address)
    assert ("98xxxxxx10" in html, "98xxxxxx33" in html) == (True, False)
    assert "98xxxxxx33" in text(desk, address, state="")
    assert "98xxxxxx33" in text(desk, address, state="waiting")
    assert "98xxxxxx33" not in text(desk, address, state="delivered")
    assert ("98xxxxxx10" in text(desk, address, state="", q="43210")) is True
    assert ("98xxxxxx33" in text(desk, address, state="", q="43210")) is False
    assert ("98xxxxxx10" in text(desk, address, state="", q="10")) is False
    assert ("98xxxxxx10" in text(desk, address, state="", kind="order_new")) is False
    assert text(desk, address, state="nonsense", kind="<b>", page="x")


def test_no_page_shows_a_whole_phone_or_a_secret():
    code = say("c:1", template="sign_in_code", values={"code": "481516"}, body="Your code is 481516")
    rider = say("c:2", template="parcel_code", values={"number": "DGH-1", "code": "234200"}, body="code 234200")
    desk = officer("desk")
    pages = text(desk, reverse(LIST), state="") + text(desk, one(code)) + text(desk, one(rider))
    assert [word in pages for word in ("481516", "234200", "9876543210", "98765", "······")] == [False] * 4 + [True]


def test_fate_is_told_step_by_step():
    message = say()
    refused(message, "whatsapp", Refused("131026", "not on WhatsApp"))
    taken(message, "sms", Taken("r-1", 1))
    hear("sms", Told("r-1", "delivered"))
    html = text(officer("auditor"), one(message))
    steps = [html.index(words) for words in ("131026 not on WhatsApp", "Taken", "as the sender says, unsigned")]
    assert steps == sorted(steps)
    assert "ऑर्डर DGH-77 हो गया।" in html


def test_desk_sends_again_and_pressing_twice_counts_once():
    message, desk = failed(), officer("desk")
    html = text(desk, one(message))
    assert "Send again" in html
    again = reverse("office:messages:again", args=[message.pk])
    for _turn in range(2):
        assert desk.post(again, {"nonce": "n"}).status_code == 302
    message.refresh_from_db()
    assert (message.state, message.again) == ("waiting", 1)
    assert Event.objects.filter(kind="messages.sent_again").count() == 1
    assert "already on its way" in desk.post(again, {"nonce": "m"}, follow=True).content.decode()
    assert "Sent again" in text(desk, one(message))


def test_who_may_only_look_is_offered_nothing_and_may_send_nothing():
    message = failed()
    again = reverse("office:messages:again", args=[message.pk])
    for kind in ("collector", "auditor"):
        client = officer(kind)
        assert "Send again" not in text(client, one(message))
        assert client.post(again, {"nonce": "n"}).status_code == 403
    for kind in ("accountant", "coordinator", "rider"):
        assert officer(kind).get(reverse(LIST)).status_code == 403


def test_forgotten_code_is_not_offered_and_not_sent():
    code = say("c:1", template="sign_in_code", values={"code": "481516"})
    fail(code, "too_late")
    desk = officer("desk")
    assert "Send again" not in text(desk, one(code))
    answer = desk.post(reverse("office:messages:again", args=[code.pk]), {"nonce": "n"}, follow=True)
    assert "cannot be sent again" in answer.content.decode()
    code.refresh_from_db()
    assert code.state == "failed"


def test_another_marts_messages_are_not_found():
    make_mart()
    far = make_mart("chandrapur", order_prefix="CH")
    theirs = tell(
        PHONE, template="order_placed", language="hi", body="", values={"number": "CH-1"}, cause="far", mart=far
    )
    desk = officer("desk")
    assert desk.get(one(theirs)).status_code == 404
    assert desk.post(reverse("office:messages:again", args=[theirs.pk])).status_code == 404
    assert "CH-1" not in text(desk, reverse(LIST), state="")


def test_message_of_before_notices_shows_its_own_words():
    old = say()
    Message.objects.filter(pk=old.pk).update(
        template="order_of_old", values={}, body="As it was written", state="taken"
    )
    desk = officer("desk")
    html = text(desk, one(old))
    assert ("As it was written" in html, "Send again" in html) == (True, False)
    assert "As it was written" in text(desk, reverse(LIST), state="")


def test_list_takes_as_many_statements_for_thirty_as_for_one():
    desk, address = officer("desk"), reverse(LIST)
    counts = []
    for number in (1, 30):
        for turn in range(number):
            failed(f"n{number}:{turn}")
        text(desk, address)
        with CaptureQueriesContext(connection) as told:
            text(desk, address)
        counts.append(len(told))
    assert counts[1] <= counts[0] + 1  # the edge of the next page


def test_rail_counts_what_failed_yesterday_and_today_only():
    desk = officer("desk")
    failed()
    Message.objects.filter(pk=failed("o:2").pk).update(made_at=timezone.now() - timedelta(days=4))
    rail = desk.get(reverse(LIST)).context["rail"]
    assert [str(room["count"]) for room in rail if str(room["name"]) == "Messages"] == ["1"]


def test_sheet_has_every_template_and_no_formula():
    desk = officer("desk")
    answer = desk.get(reverse("office:messages:sheet"), {"export": "csv"})
    lines = answer.content.decode().splitlines()
    assert answer["Content-Disposition"] == 'attachment; filename="messages-dlt.csv"'
    assert any("sign_in_code" in line and "Deoghar Mart" in line and "{#numeric#}" in line for line in lines)
    assert len(lines) > 3 * 25
    assert desk.get(reverse("office:messages:sheet")).content[:2] == b"PK"


def test_sheet_says_what_is_wrong_with_the_senders_file(settings, tmp_path):
    (tmp_path / "senders.toml").write_text("[sms", encoding="utf-8")
    settings.SENDERS, settings.SENDERS_FILE = ["sms"], str(tmp_path / "senders.toml")
    answer = officer("desk").get(reverse("office:messages:sheet"), follow=True)
    assert answer.redirect_chain == [(reverse(LIST), 302)]
    assert ["is no TOML" in str(message) for message in answer.context["messages"]] == [True]


def test_desk_learns_that_nothing_is_set_up(settings):
    desk, address = officer("desk"), reverse(LIST)
    assert "only written to the log" in text(desk, address)
    settings.SENDERS = []
    assert "nobody gets a code" in text(desk, address)
    settings.SENDERS = ["sms"]
    html = text(desk, address)
    assert ("sms.sender_id" in html, "kinds of messages are registered with nobody" in html) == (True, True)


def test_page_is_read_in_hindi():
    failed()
    html = text(officer("desk", language="hi"), reverse(LIST))
    assert ("नहीं पहुँचा" in html, "Did not arrive" in html) == (True, False)
