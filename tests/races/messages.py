"""What becomes of messages, when two workers, a sender's reports and the desk are at one at the same moment."""

from typing import Any

from haat.messages import actions
from haat.messages.models import Attempt, Message, Report
from haat.messages.sender import Refused, Taken, Told, Trouble
from haat.people.models import Invitation
from tests.make import BY, make_mart, make_phone, number
from tests.races.race import Pair, given, race, read, twice


def waiting(state: str = "waiting") -> Message:
    """A message nobody has queued: the worker leaves it to the race."""
    return Message.objects.create(
        mart=make_mart(),
        phone=make_phone(),
        template="order_placed",
        language="hi",
        body="नमस्ते",
        values={"number": "1"},
        cause=f"race:{number()}",
        state=state,
    )


def at_a_sender() -> tuple[Message, str]:
    message, ref = waiting(), f"r{number()}"
    actions.taken(message, "log", Taken(ref))
    return message, ref


def state_of(message: Message) -> Any:
    return lambda: (read(message).state, Attempt.objects.filter(message=message).count())


@race(actions.taken)
def a_message_is_taken_twice() -> Pair:
    message, ref = waiting(), f"r{number()}"
    counted = state_of(message)
    return twice(lambda row: actions.taken(row, "log", Taken(ref)), message, counted=counted, once=("taken", 1))


@race(actions.refused)
def a_message_is_refused_twice() -> Pair:
    message = waiting("kept")  # a waiting one would wait for ever
    counted = state_of(message)
    return twice(lambda row: actions.refused(row, "log", Refused("630")), message, counted=counted, once=("kept", 1))


@race(actions.troubled)
def a_sender_stays_silent_twice() -> Pair:
    message = waiting("kept")
    return twice(
        lambda row: actions.troubled(row, "log", Trouble("no_answer")),
        message,
        counted=lambda: Attempt.objects.get(message=message).tries,
        once=2,
    )


@race(actions.fail)
def a_message_fails_while_it_is_taken() -> Pair:
    message, ref = waiting(), f"r{number()}"
    return Pair(
        given(lambda row: actions.taken(row, "log", Taken(ref)), message),
        given(lambda row: actions.fail(row, "nobody"), message),
        lambda: read(message).state in ("taken", "failed"),
        once=True,
    )


@race(actions.keep)
def a_message_is_kept_twice() -> Pair:
    message = waiting()
    return twice(actions.keep, message, counted=state_of(message), once=("kept", 0))


@race(actions.hear)
def a_report_comes_twice() -> Pair:
    message, ref = at_a_sender()

    def hear() -> bool:
        return actions.hear("log", Told(ref, "delivered"))

    def counted() -> tuple[str, int]:
        return read(message).state, Report.objects.filter(ref=ref).count()

    return Pair(hear, hear, counted, once=("delivered", 1))


@race(actions.hear_all)
def delivery_and_failure_are_reported_at_once() -> Pair:
    message, ref = at_a_sender()
    return Pair(
        lambda: actions.hear_all("log", [Told(ref, "delivered")]),
        lambda: actions.hear_all("log", [Told(ref, "failed", "7")]),
        lambda: (read(message).state, Attempt.objects.get(message=message).state),
        once=("delivered", "delivered"),
    )


@race(actions.forget_strangers)
def an_early_report_is_matched_twice() -> Pair:
    message, ref = at_a_sender()
    Report.objects.create(sender="log", ref=ref, state="delivered")

    def counted() -> tuple[str, int]:
        return read(message).state, Report.objects.filter(ref=ref).exclude(attempt=None).count()

    return Pair(actions.forget_strangers, actions.forget_strangers, counted, once=("delivered", 1))


@race(actions.send_again, "messages.on_its_way")
def a_message_is_sent_again_twice() -> Pair:
    message = waiting("failed")
    return twice(lambda row: actions.send_again(row, by=BY), message, counted=lambda: read(message).again)


@race(actions.word_notice)
def a_notice_is_worded_twice() -> Pair:
    mart = make_mart(f"m{number()}")
    words = {"en": {"text": "Order {number} waits for you today."}}
    return twice(
        lambda row: actions.word_notice(row, notice="order_waits", words=words, by=BY),
        mart,
        counted=lambda: read(mart).words["notices"]["order_waits"]["en"]["text"],
        once="Order %(number)s waits for you today.",
    )


@race(actions.invite_and_send)
def one_phone_is_invited_twice_by_message() -> Pair:
    phone, mart = make_phone(), make_mart()
    told = {"mart": mart, "name": "Sita", "kind": "desk", "place": mart.place, "link": "https://mart.example/{}".format}

    def invite() -> object:
        return actions.invite_and_send(phone, **told, by=BY)

    codes = Invitation.objects.filter(user__phone=phone, used_at=None, ended_at=None)
    return Pair(invite, invite, lambda: codes.count())
