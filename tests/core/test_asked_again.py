"""What tests leave out of the doctor's round, and what they never may (tests/doctor.py)."""

import pytest
from django.db import connection
from django.utils import timezone

from haat.core import doctor
from haat.core.models import Event, Job
from tests import doctor as ours

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch):
    """The rounds in which a check of these two tables was asked: it reads jobs only when there is an event."""
    rounds: list[int] = []
    monkeypatch.setattr(ours, "SEEN_EMPTY", {})
    monkeypatch.setattr(ours, "UNANSWERED", {})

    def check():
        rounds.append(len(rounds))
        return [f"job {job.pk}" for job in Job.objects.all()] if Event.objects.exists() else []

    return rounds, lambda: ours._broken(check)


def test_check_is_left_out_while_all_it_read_is_empty(asked):
    rounds, look = asked
    assert (look(), look(), look()) == ([], [], [])
    assert rounds == [0]


def test_a_row_in_one_of_its_tables_and_it_is_asked_again(asked):
    rounds, look = asked
    look()
    Job.objects.create(name="core.sweep", key="1")
    assert (look(), rounds) == ([], [0])  # no event: it would not have come to the jobs
    Event.objects.create(kind="x.y", subject_type="x", subject_id=1, data={})
    assert len(look()) == 1
    assert rounds == [0, 1]
    assert len(look()) == 1
    assert rounds == [0, 1, 2]


def test_what_found_nothing_among_rows_is_asked_each_time(asked):
    rounds, look = asked
    Event.objects.create(kind="x.y", subject_type="x", subject_id=1, data={})
    assert (look(), look(), rounds) == ([], [], [0, 1])


def asks(question, monkeypatch):
    """A check of one question, and the rounds in which it was really asked."""
    rounds: list[int] = []
    monkeypatch.setattr(ours, "SEEN_EMPTY", {})
    monkeypatch.setattr(ours, "UNANSWERED", {})

    def check():
        rounds.append(len(rounds))
        return [f"event {event.pk}" for event in question()]

    return rounds, lambda: ours._broken(check)


def test_what_had_no_answer_is_asked_in_the_same_words_until_it_has_one(monkeypatch):
    rounds, look = asks(lambda: Event.objects.filter(kind="y.z"), monkeypatch)
    Event.objects.create(kind="x.y", subject_type="x", subject_id=1, data={})
    assert (look(), look(), look(), rounds) == ([], [], [], [0])
    broken = Event.objects.create(kind="y.z", subject_type="x", subject_id=1, data={})
    assert (look(), rounds) == ([f"event {broken.pk}"], [0, 1])


def test_what_names_a_day_is_asked_anew(monkeypatch):
    rounds, look = asks(lambda: Event.objects.filter(kind="y.z", at__lte=timezone.now()), monkeypatch)
    Event.objects.create(kind="x.y", subject_type="x", subject_id=1, data={})
    assert (look(), look(), rounds) == ([], [], [0, 1])


def test_what_does_more_than_ask_is_asked_anew(monkeypatch):
    def question():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE core_event SET kind = kind WHERE kind = 'y.z'")
        return []

    rounds, look = asks(question, monkeypatch)
    Event.objects.create(kind="x.y", subject_type="x", subject_id=1, data={})
    assert (look(), look(), rounds) == ([], [], [0, 1])


def test_everything_is_asked_where_the_doctor_itself_is_tested(asked):
    rounds, look = asked
    look()
    with ours.everything_is_asked():
        look()
    look()
    assert rounds == [0, 1]


def test_empty_house_is_examined_once():
    with ours.everything_is_asked():
        whole = doctor.examine()
    assert (doctor.examine(), doctor.examine()) == (whole, whole)
    assert len(ours.SEEN_EMPTY.keys() | ours.UNANSWERED.keys()) > len(whole) // 2
