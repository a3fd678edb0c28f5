"""Clocks: a buyer is never kept longer than the law lets it; what waits too long climbs, each step once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from haat.core.actor import Actor
from haat.core.dates import INDIA, day_of
from haat.core.models import Event
from haat.helping import jobs
from haat.helping.actions import acknowledge, answer, ask, complain, hand_on, set_clock
from haat.helping.models import Clock, Question
from haat.helping.rules import answered_by, month_after
from haat.messages.models import Message
from tests.make import BY, make_maker, make_mart, make_officer, make_order
from tests.refusals import refused
from tests.sound import faults
from tests.web.office.signed import work_off

pytestmark = pytest.mark.django_db
USUAL = {
    "maker_hours": 24,
    "maker_days": 7,
    "buyer_hours": 24,
    "buyer_days": 15,
    "officer_phone": "9431099001",
    "department": "JSLPS",
    "department_phone": "9431099002",
}


def of_maker(key: str = "a") -> Question:
    return ask(make_maker(), words="Where?", voice=None, language="hi", key=key, by=BY)


def of_buyer(key: str = "a", **more: object) -> Question:
    mart = make_mart()
    given = {"phone": "98765 43210", "name": "Asha", "words": "It came broken.", "language": "hi", "key": key, "by": BY}
    return complain(mart, **{**given, **more})  # type: ignore[arg-type]


def passed(question: Question, **days: float) -> Question:
    """As if it had been asked so long ago."""
    back = timedelta(**days)
    for name in ("asked_at", "due_at", "answer_due_at", "next_due_at", "climb_at", "seen_at"):
        if getattr(question, name) is not None:
            setattr(question, name, getattr(question, name) - back)
    question.save()
    return question


@pytest.mark.parametrize(
    ("day", "after"),
    [
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2027, 12, 31), date(2028, 1, 31)),
        (date(2028, 1, 30), date(2028, 2, 29)),
    ],
)
def test_month_of_the_law_ends_on_its_date(day: date, after: date):
    assert month_after(day) == after
    late = datetime(day.year, day.month, day.day, 23, 50, tzinfo=INDIA)
    assert day_of(answered_by(late, 31, buyer=True) - timedelta(seconds=1)) == after


def test_days_are_counted_in_india():
    just_after_midnight = datetime(2026, 11, 30, 18, 40, tzinfo=UTC)
    assert answered_by(just_after_midnight, 7, buyer=False) == datetime(2026, 12, 9, tzinfo=INDIA)


def test_clock_is_set_within_the_law_and_told():
    mart = make_mart()
    for field, value in (("buyer_hours", 49), ("buyer_days", 32), ("maker_days", 0), ("maker_hours", 241)):
        with refused("helping.clock_outside", field=field):
            set_clock(mart, **{**USUAL, field: value}, by=BY)  # type: ignore[arg-type]
    with refused("helping.bad_officer_phone", field="officer_phone"):
        set_clock(mart, **{**USUAL, "officer_phone": "12"}, by=BY)  # type: ignore[arg-type]
    assert not Clock.objects.filter(buyer_hours=24).exists()
    for _turn in range(2):
        set_clock(mart, **USUAL, by=BY)  # type: ignore[arg-type]
    assert Event.objects.filter(kind="helping.clock_set").count() == 1
    buyers, makers = of_buyer(), of_maker()
    assert buyers.due_at - buyers.asked_at == makers.due_at - makers.asked_at == timedelta(hours=24)
    assert (day_of(buyers.answer_by) - day_of(buyers.asked_at)).days == 15
    assert (day_of(makers.answer_by) - day_of(makers.asked_at)).days == 7


def test_complaint_gets_a_number_and_its_buyer_hears_it():
    first, again = of_buyer(), of_buyer()
    assert first == again
    assert len(first.token) > 20
    work_off()
    (message,) = Message.objects.all()
    assert (message.template, str(first.number) in message.body) == ("complaint_kept", True)
    acknowledge(first, by=BY)
    answer(first, text="We send another one.", by=BY)
    work_off()
    assert list(Message.objects.order_by("pk").values_list("template", flat=True))[-1] == "complaint_answered"
    assert not Event.objects.filter(kind__startswith="helping.", data__icontains="98765").exists()
    assert faults() == {}


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"words": " "}, "helping.nothing_complained", "words"),
        ({"name": ""}, "helping.no_name", "name"),
        ({"phone": "0643 222"}, "helping.bad_phone", "phone"),
        ({"subject": "stock"}, "helping.bad_subject", "subject"),
    ],
)
def test_complaint_that_says_too_little_is_refused_at_its_field(given: dict[str, str], code: str, field: str):
    with refused(code, field=field):
        of_buyer(**given)
    assert not Question.objects.exists()


def test_order_of_another_mart_is_nobodys_here():
    order = make_order()
    with refused("helping.not_yours"):
        complain(
            make_mart("chandrapur"), phone="9876543210", name="A", words="x", language="hi", key="k", by=BY, order=order
        )


def test_unheard_question_climbs_once_a_step_and_is_told():
    desk = make_officer("desk")
    make_officer("coordinator", place=make_maker().block)
    set_clock(make_mart(), **USUAL, by=BY)  # type: ignore[arg-type]
    question = of_maker()
    jobs.climb()
    question.refresh_from_db()
    assert question.level == "coordinator"
    passed(question, days=2)
    for _turn in range(2):
        jobs.climb()
    question.refresh_from_db()
    assert (question.level, question.climbed) == ("desk", 1)
    passed(question, days=8)
    for _turn in range(2):
        jobs.climb()
    question.refresh_from_db()
    assert (question.level, question.climbed, question.climb_at) == ("department", 2, None)
    work_off()
    assert list(Message.objects.filter(template="help_climbed").order_by("pk").values_list("phone", flat=True)) == [
        desk.phone,
        "+919431099002",
    ]
    assert question.entries.filter(kind="climbed").count() == 2
    assert faults() == {}


def test_heard_and_unanswered_climbs_half_way():
    question = acknowledge(of_maker(), by=BY)
    passed(question, days=10)
    jobs.climb()
    assert Question.objects.get().climbed == 0
    passed(question, days=8)
    jobs.climb()
    assert Question.objects.get().climbed == 1


def test_buyers_question_climbs_to_the_grievance_officer():
    set_clock(make_mart(), **USUAL, by=BY)  # type: ignore[arg-type]
    passed(of_buyer(), days=2)
    jobs.climb()
    assert Question.objects.get().level == "officer"
    work_off()
    assert Message.objects.filter(template="help_climbed").get().phone == "+919431099001"


def test_answered_question_climbs_no_more():
    passed(answer(of_maker(), text="Friday.", by=BY), days=40)
    jobs.climb()
    jobs.end()
    question = Question.objects.get()
    assert (question.climbed, question.ended) == (0, "")
    Question.objects.update(answered_at=question.asked_at)
    jobs.end()
    assert Question.objects.get().ended == "silent"


def test_handed_on_with_a_reason_once():
    question = of_maker()
    with refused("helping.no_reason", field="reason"):
        hand_on(question, level="department", reason=" ", key="h", by=BY)
    with refused("helping.bad_level", field="level"):
        hand_on(question, level="officer", reason="x", key="h", by=BY)
    for _turn in range(2):
        handed = hand_on(question, level="department", reason="It is about a scheme.", key="h", by=BY)
    assert (handed.level, question.entries.filter(kind="handed").count()) == ("department", 1)
    with refused("helping.there_already", field="level"):
        hand_on(question, level="department", reason="x", key="i", by=BY)
    answer(question, text="Friday.", by=BY)
    with refused("helping.answered"):
        hand_on(question, level="desk", reason="x", key="j", by=BY)


def test_whoever_gets_a_question_from_a_hand_hears_of_it():
    desk, other = make_officer("desk"), make_officer("desk")
    near = make_officer("coordinator", place=make_maker().block)
    set_clock(make_mart(), **USUAL, by=BY)  # type: ignore[arg-type]
    question, complaint = of_maker(), of_buyer()
    for at, level in enumerate(("desk", "department", "coordinator")):
        hand_on(question, level=level, reason="Ask them", key=f"h{at}", by=Actor(desk.pk))
    hand_on(complaint, level="officer", reason="A law matter", key="h", by=Actor(desk.pk))
    work_off()
    told = list(Message.objects.filter(template="help_climbed").order_by("pk").values_list("phone", flat=True))
    assert told == [other.phone, "+919431099002", near.phone, "+919431099001"]
