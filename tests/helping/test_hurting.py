"""What hurts most: counted by subject, craft, block and month, with the waiting, and nobody named."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from haat.helping.actions import acknowledge, answer, ask, complain, reopen
from haat.helping.hurting import what_hurts
from haat.helping.models import Question
from tests.make import BY, make_good, make_maker
from tests.web.office.signed import District, district

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture
def here() -> District:
    return district()


def moved(question: Question, day: str, *, heard: int = 0, answered: int = 0) -> Question:
    """Asked at noon of a day in India, heard and answered so many hours later."""
    at = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=ZoneInfo("Asia/Kolkata"))
    moments = {"asked_at": at, "due_at": at + timedelta(hours=48)}
    if heard:
        moments["seen_at"] = at + timedelta(hours=heard)
    if answered:
        moments["first_answered_at"] = at + timedelta(hours=answered)
    Question.objects.filter(pk=question.pk).update(**moments)
    return question


def asked(maker, key: str, subject: str) -> Question:
    return ask(maker, words="?!a", voice=None, language="hi", key=key, subject=subject, by=BY)


def test_counts_and_waiting_by_subject_craft_block_and_month(here: District, django_assert_num_queries):
    good = make_good(maker=here.maker)
    first, second = asked(here.maker, "a", "payment"), asked(here.maker, "b", "payment")
    third = asked(here.other, "c", "parcel")
    for question in (first, second):
        answer(acknowledge(question, by=BY), text="Friday.", by=BY)
    reopen(second, words="No.", language="hi", key="r", by=BY)
    moved(first, "2026-11-02", heard=2, answered=48)
    moved(second, "2026-11-30", heard=10, answered=24)
    moved(third, "2026-12-01")
    with django_assert_num_queries(3):
        told = what_hurts(here.mart, here.mart.place, first=NOVEMBER, last=DECEMBER, buyers=False)
    assert [(subject, tally.asked, tally.open) for subject, tally in told.subjects] == [
        ("payment", 2, 0),
        ("parcel", 1, 1),
    ]
    payment = dict(told.subjects)["payment"]
    assert (payment.heard_hours, payment.answer_days, payment.reopened) == (6, 1.5, 1)
    assert [(str(craft), tally.asked) for craft, tally in told.crafts] == [(good.craft.slug, 2), ("None", 1)]
    assert [(block, tally.asked) for block, tally in told.blocks] == [(here.here, 2), (here.there, 1)]
    assert [(month, tally.asked) for month, tally in told.months] == [(NOVEMBER, 2), (DECEMBER, 1)]
    assert (told.total.asked, len(told.lines)) == (3, 2)


def test_block_counts_its_own_and_no_buyers(here: District):
    asked(here.maker, "a", "payment")
    asked(here.other, "b", "payment")
    complain(here.mart, phone="9876543210", name="Asha", words="Broken", language="hi", key="c", by=BY)
    month = Question.objects.earliest("pk").asked_at.astimezone(ZoneInfo("Asia/Kolkata")).date().replace(day=1)
    whole = what_hurts(here.mart, here.mart.place, first=month, last=month, buyers=True)
    block = what_hurts(here.mart, here.here, first=month, last=month, buyers=False)
    assert (whole.total.asked, block.total.asked) == (3, 1)
    assert [line.buyer for line in block.lines] == [False]


def test_nothing_asked_is_an_empty_report(here: District):
    make_maker("Third")
    told = what_hurts(here.mart, here.mart.place, first=NOVEMBER, last=NOVEMBER, buyers=True)
    assert (told.total.asked, told.total.heard_hours, told.lines) == (0, None, [])
