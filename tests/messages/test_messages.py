"""People are told once per cause; senders are asked in turn and again; what was written is never logged."""

from datetime import timedelta

import pytest
import structlog
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from haat.core import worker
from haat.core.models import Job
from haat.messages import jobs, sender
from haat.messages.actions import hear, send_again, send_code, tell
from haat.messages.jobs import match_reports, send_message
from haat.messages.models import Attempt, Message, Report
from haat.messages.notices import DOTS, every
from haat.messages.queries import found
from haat.messages.sender import Refused, Told, Trouble
from haat.messages.senders.log import sender as log_sender
from haat.people.tries import Caller
from tests.make import BY, make_mart, make_user
from tests.messages.carrying import Double
from tests.refusals import refused

pytestmark = pytest.mark.django_db
PHONE, BODY = "+919876543210", "Your order DGH-1 is placed, thank you."


def say(cause="order:1", **more):
    given = {"template": "order_placed", "language": "en", "body": BODY, "values": {"number": "DGH-1"}} | more
    return tell(PHONE, cause=cause, **given)


def work(times=1):
    """The worker, whatever it put off."""
    for _time in range(times):
        Job.objects.filter(state="waiting").update(run_at=timezone.now() - timedelta(seconds=1))
        worker.run_due()


def fate(message=None):
    message = message or Message.objects.get()
    message.refresh_from_db()
    steps = message.attempts.order_by("pk").values_list("sender", "state")
    return message.state, list(steps)


def test_tell_hands_over_after_the_worker_ran(senders):
    one = senders(Double("one"))
    message = say(mart=make_mart(), user=(user := make_user()), link="/o/abc/")
    assert (message.state, message.link, str(message)) == ("waiting", "/o/abc/", f"order_placed to user {user.pk}")
    assert one.sent == []
    work()
    assert fate() == ("taken", [("one", "taken")])
    assert [(letter.phone, letter.text, letter.long) for letter in one.sent] == [
        (PHONE, "Order DGH-1 is placed.", BODY)
    ]
    assert Attempt.objects.get().ref == "one-1"


def test_message_of_nothing_declared_or_without_its_values_is_not_told():
    for wrong in ({"template": "no_such"}, {"values": {}}, {"values": {"number": ""}}):
        with pytest.raises(LookupError):
            say(**wrong)
    assert Message.objects.count() == 0


def test_number_to_call_is_the_marts_own():
    given = {"template": "maker_bank_changed", "mart": make_mart(), "values": {"last": "1234", "desk": "+919000000000"}}
    with pytest.raises(LookupError):
        say(**given)


def test_send_code_tells_it_in_the_language_spoken_now():
    with override("en"):
        code = send_code(PHONE, mart=make_mart(), purpose="sign_in", caller=Caller("192.0.2.7", browser="b"))
    message = Message.objects.get()
    assert (message.phone, message.template, message.language) == (PHONE, "sign_in_code", "en")
    assert message.body == f"Your code for Deoghar Mart is {code}. It works for ten minutes. Tell it to nobody."
    assert message.values == {"code": code}


def test_code_names_a_mart_that_has_no_english_name():
    mart = make_mart(names={"hi": "देवघर मार्ट", "mr": "देवघर मार्ट"}, languages=["hi", "mr"])
    with override("en"):
        send_code(PHONE, mart=mart, purpose="sign_in", caller=Caller("192.0.2.7", browser="b"))
    assert "देवघर मार्ट" in Message.objects.get().body


def test_without_a_sender_no_code_is_made_but_in_the_demonstration(settings):
    settings.SENDERS = []
    mart, caller = make_mart(), Caller("192.0.2.7", browser="b")
    with refused("messages.nobody_gets_codes", field="phone"):
        send_code(PHONE, mart=mart, purpose="sign_in", caller=caller)
    assert Message.objects.count() == 0
    settings.DEMO = True
    send_code(PHONE, mart=mart, purpose="sign_in", caller=caller)
    work()
    assert (Message.objects.get().state, Message.objects.get().body, Message.objects.get().values) == ("kept", "", {})


def test_code_is_forgotten_when_it_has_left_and_never_leaves_late(senders):
    one = senders(Double("one"))
    for cause in ("code:1", "code:2"):
        say(cause, template="sign_in_code", values={"code": "123456"})
    Message.objects.filter(cause="code:2").update(made_at=timezone.now() - timedelta(minutes=11))
    work()
    rows = {m.cause: (m.state, m.reason, m.body, m.values) for m in Message.objects.all()}
    assert rows == {"code:1": ("taken", "", "", {}), "code:2": ("failed", "too_late", "", {})}
    assert len(one.sent) == 1


def test_words_that_left_are_kept_without_what_is_secret(senders):
    senders(Double("one"))
    say("code:1", template="sign_in_code", values={"code": "123456"}, body="Your code is 123456")
    say("order:1", language="bn")
    work()
    code, order = Attempt.objects.order_by("pk")
    assert ("123456" in code.text, DOTS in code.text, code.language) == (False, True, "en")
    assert (order.text, order.language) == ("ऑर्डर DGH-1 हो गया।", "hi")


def test_what_was_refused_has_no_words(senders):
    senders(Double("one", Refused("630")))
    say()
    work()
    assert Attempt.objects.get().text == ""


def test_tell_once_per_cause(senders):
    one = senders(Double("one"))
    assert say() == say()
    say("order:2")
    work()
    assert (Message.objects.count(), len(one.sent)) == (2, 2)


def test_sender_that_does_not_answer_is_asked_again(senders):
    one = senders(Double("one", Trouble("no_answer", "TimeoutError")))
    say()
    worker.run_due()
    job = Job.objects.get(name="messages.send_message")
    assert (job.state, fate()) == ("waiting", ("waiting", [("one", "troubled")]))
    work()
    assert (fate(), len(one.sent), Attempt.objects.get().tries) == (("taken", [("one", "taken")]), 1, 2)


def test_only_sender_is_asked_until_the_message_is_of_no_use(senders):
    senders(Double("one", *[Trouble("no_answer")] * 50))
    say()
    work(10)
    assert (fate(), Attempt.objects.get().tries) == (("waiting", [("one", "troubled")]), 10)
    Message.objects.update(made_at=timezone.now() - timedelta(days=2))
    work()
    assert (fate()[0], Message.objects.get().reason) == ("failed", "too_late")


def test_next_sender_has_its_turn_when_the_first_refuses_or_stays_silent(senders):
    one, two = senders(Double("one", Refused("630", "the template is not known"), *[Trouble("x")] * 9), Double("two"))
    first = say()
    work()
    assert fate(first) == ("taken", [("one", "refused"), ("two", "taken")])
    assert (first.attempts.get(sender="one").code, one.sent, len(two.sent)) == ("630", [], 1)
    second = say("order:2")
    work(jobs.PATIENCE)
    assert fate(second) == ("taken", [("one", "refused"), ("two", "taken")])


def test_nobody_who_takes_it_is_a_failure_with_the_last_reason(senders):
    senders(Double("one", Refused("630")), Double("two", Refused("131026")))
    message = say()
    work()
    assert fate(message) == ("failed", [("one", "refused"), ("two", "refused")])
    assert message.reason == "131026"


def test_settled_message_is_left_alone(senders):
    one = senders(Double("one"))
    message = say()
    work()
    send_message(message.pk)
    assert len(one.sent) == 1


def report(state, ref="one-1", sender_="one", **more):
    return hear(sender_, Told(ref, state, **more))


def test_report_of_delivery_is_heard_once(senders):
    senders(Double("one"))
    message = say()
    work()
    assert [report("delivered"), report("delivered")] == [True, True]
    assert (fate(message), Report.objects.count()) == (("delivered", [("one", "delivered")]), 1)


def test_failure_after_delivery_does_not_go_back_and_delivery_after_failure_counts(senders):
    senders(Double("one"))
    first, second = say(), say("order:2")
    work()
    report("delivered"), report("failed", code="7")
    assert fate(first) == ("delivered", [("one", "delivered")])
    report("failed", "one-2", code="7"), report("delivered", "one-2")
    work()
    assert fate(second)[0] == "delivered"


def test_reported_failure_hands_over_to_the_next_sender_once(senders):
    one, two = senders(Double("one"), Double("two"))
    message = say()
    work()
    report("failed", code="7", said="handset of 9876543210 is off")
    report("failed", code="7")
    work()
    assert fate(message) == ("taken", [("one", "failed"), ("two", "taken")])
    assert (len(one.sent), len(two.sent)) == (1, 1)
    assert message.attempts.get(sender="one").said == "handset of … is off"
    report("failed", "two-1", "two", code="8")
    work()
    assert (fate(message)[0], message.reason) == ("failed", "8")


def test_code_that_failed_is_not_sent_by_another_for_it_is_forgotten(senders):
    one, two = senders(Double("one"), Double("two"))
    message = say(template="sign_in_code", values={"code": "123456"})
    work()
    report("failed", code="7")
    work()
    assert (fate(message), message.reason, two.sent) == (("failed", [("one", "failed")]), "7", [])
    assert len(one.sent) == 1


def test_report_that_is_quicker_than_we_is_kept_and_one_nobody_knows_is_forgotten(senders):
    assert report("delivered") is False
    assert report("delivered", "stranger") is False
    senders(Double("one"))
    message = say()
    work()
    assert fate(message)[0] == "delivered"
    Report.objects.update(made_at=timezone.now() - timedelta(days=8))
    match_reports()
    assert list(Report.objects.values_list("ref", flat=True)) == ["one-1"]


def test_report_written_beside_the_handing_over_is_matched_later(senders):
    senders(Double("one"))
    message = say()
    work()
    Report.objects.create(sender="one", ref="one-1", state="delivered")
    match_reports()
    assert fate(message)[0] == "delivered"


def test_desk_sends_again_in_a_round_of_its_own(senders):
    one = senders(Double("one", Refused("630")))
    message = say(mart=make_mart())
    work()
    assert fate(message)[0] == "failed"
    send_again(message, by=BY)
    with refused("messages.on_its_way"):
        send_again(message, by=BY)
    work()
    assert (fate(message), len(one.sent)) == (("taken", [("one", "refused"), ("one", "taken")]), 1)
    code = say("code", template="sign_in_code", values={"code": "123456"})
    work()
    with refused("messages.nothing_to_send"):
        send_again(code, by=BY)


def test_whatever_says_a_code_forgets_it_and_goes_once(senders):
    secret = [notice for notice in every().values() if notice.secret]
    names = ["invited", "order_code", "parcel_code", "parcel_code_cash", "sign_in_code"]
    assert sorted(notice.name for notice in secret) == names
    one = senders(Double("one"))
    for notice in secret:
        values = {variable.name: "4711" for variable in notice.variables}
        message = say(notice.name, template=notice.name, values=values, body="code 4711", mart=make_mart())
        work()
        message.refresh_from_db()
        assert (message.state, message.body, message.values) == ("taken", "", {})
        with refused("messages.nothing_to_send"):
            send_again(message, by=BY)
    assert len(one.sent) == len(names)


def test_late_report_of_an_older_round_does_not_disturb_the_new_one(senders):
    senders(Double("one"))
    message = say(mart=make_mart())
    work()
    send_again(message, by=BY)
    report("failed", "one-1")
    work()
    assert fate(message)[0] == "taken"
    report("failed", "one-1")
    assert fate(message) == ("taken", [("one", "failed"), ("one", "taken")])


def test_messages_of_a_phone_are_found_by_its_end():
    mart = make_mart()
    message, other = (
        say(mart=mart),
        tell(
            "+919111143211",
            cause="b",
            template="order_placed",
            values={"number": "1"},
            language="en",
            body="x",
            mart=mart,
        ),
    )
    assert list(found(mart, words="98765 43210")) == list(found(mart, words="3210")) == [message]
    assert list(found(mart, words="9876543211")) == []
    assert list(found(mart, words="3211")) == [other]
    if connection.vendor == "sqlite":
        assert "message_phone_end" in found(mart, words="9876543210").explain()


def test_log_takes_and_logs_neither_body_nor_number(settings, monkeypatch):
    settings.SENDERS = ["log"]
    monkeypatch.setattr(log_sender, "log", written := structlog.testing.CapturingLogger())
    say()
    work()
    assert sender.switched_on() == [log_sender.SENDER]
    assert fate() == ("taken", [("log", "taken")])
    assert [call.args for call in written.calls] == [("message",)]
    text = str(written.calls)
    assert [secret in text for secret in (BODY, "DGH-1", PHONE, PHONE[3:], PHONE[3:8])] == [False] * 5


def test_message_of_an_older_version_that_still_waits_does_not_leave_with_gaps(senders):
    one = senders(Double("one"))
    message = say()
    Message.objects.update(values={})
    work()
    assert (fate(message), message.reason, one.sent) == (("failed", []), "before_notices", [])
