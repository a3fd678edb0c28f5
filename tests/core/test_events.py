"""An event stands exactly when the change does, and each subscriber hears it once."""

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from haat.core import worker
from haat.core.actor import MACHINE, Actor
from haat.core.events import Happened, record, record_all, subscribe
from haat.core.jobs import HANDLERS, Registry
from haat.core.kinds import Kind, Kinds
from haat.core.models import Event, Job, Sequence

heard: list[tuple[str, int]] = []


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """Kinds of this test only."""
    known = Kinds()
    known.declare("core", [Kind(f"core.{name}", about="core.event") for name in ("tested", "tried", "other")])
    known.declare("core", [Kind("core.weighed", about="core.event", needs=("before", "after"))])
    monkeypatch.setattr("haat.core.events.KINDS", known)
    return known


@pytest.fixture
def registry(monkeypatch):
    """Subscribers of this test only."""
    fresh = Registry()
    heard.clear()
    monkeypatch.setattr("haat.core.events.HANDLERS", fresh)
    monkeypatch.setattr("haat.core.worker.HANDLERS", fresh)
    return fresh


def subject() -> Sequence:
    return Sequence.objects.get_or_create(name="1", defaults={"last": 1})[0]


def first(event: Event) -> None:
    heard.append(("first", event.pk))


def second(event: Event) -> None:
    heard.append(("second", event.pk))


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record("core.tested", Event(pk=1), by=MACHINE)
    with transaction.atomic():
        record("core.tested", Event(pk=1), by=MACHINE)
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_record_keeps_who_what_and_for_whom():
    event = record("core.tested", Event(pk=5), by=Actor(7, 8), mart_id=9, amount_paise=10)
    event.refresh_from_db()
    assert (event.subject_type, event.subject_id, event.mart_id) == ("core.event", 5, 9)
    assert (event.by_id, event.for_maker_id, event.data) == (7, 8, {"amount_paise": 10})
    assert str(event) == "core.tested core.event:5"


@pytest.mark.django_db
def test_record_takes_the_mart_of_its_subject():
    assert record("core.tested", Event(pk=5, mart_id=4), by=MACHINE).mart_id == 4
    assert record("core.tested", Event(pk=5), by=MACHINE).mart_id is None


@pytest.mark.django_db
def test_record_refuses_a_kind_nobody_declares():
    with pytest.raises(LookupError, match=r"'core\.testd': add it to haat/core/events\.py"):
        record("core.testd", Event(pk=5), by=MACHINE)
    assert Event.objects.count() == 0


@pytest.mark.django_db
def test_record_refuses_another_subject():
    with pytest.raises(TypeError, match=r"core\.tested is about core\.event, not core\.job"):
        record("core.tested", Job(pk=5), by=MACHINE)


@pytest.mark.django_db
def test_record_refuses_missing_words_and_takes_more():
    with pytest.raises(TypeError, match=r"core\.weighed was recorded without after, before$"):
        record("core.weighed", Event(pk=5), by=MACHINE, weight=1)
    assert record("core.weighed", Event(pk=5), by=MACHINE, before=1, after=2, why="dry").data == {
        "before": 1,
        "after": 2,
        "why": "dry",
    }


def test_room_declares_its_own_kinds_only(kinds):
    with pytest.raises(ValueError, match=r"stock/events\.py declares 'core\.tested'"):
        kinds.declare("stock", [Kind("core.tested", about="core.event")])


def test_nothing_starts_while_somebody_waits_for_what_is_never_told(monkeypatch):
    monkeypatch.undo()  # the house's own kinds and jobs
    monkeypatch.setattr(HANDLERS, "_subscribers", {})
    subscribe("orders.placd", name="orders.tell_placed_test")(first)
    with pytest.raises(ImproperlyConfigured, match=r"^orders\.tell_placed_test waits for 'orders\.placd', which no"):
        apps.get_app_config("core").ready()


@pytest.mark.django_db
def test_event_and_its_jobs_roll_back_with_the_change(registry):
    subscribe("core.tested")(first)
    with pytest.raises(KeyError), transaction.atomic():
        record("core.tested", Event(pk=1), by=MACHINE)
        raise KeyError
    assert (Event.objects.count(), Job.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_each_subscriber_hears_each_event_once(registry):
    subscribe("core.tested", "core.tried")(first)
    subscribe("core.tested")(second)
    subscribe("core.tested")(first)
    events = [record(kind, Event(pk=1), by=MACHINE) for kind in ("core.tested", "core.tried", "core.other")]
    assert worker.run_due() == 3
    assert worker.run_due() == 0
    assert sorted(heard) == [("first", events[0].pk), ("first", events[1].pk), ("second", events[0].pk)]


@pytest.mark.django_db
def test_event_is_queued_once_for_each_subscriber(registry):
    subscribe("core.tested")(first)
    event = record("core.tested", Event(pk=1), by=MACHINE)
    job = Job.objects.get()
    assert job.key == f"tests.core.test_events.first:{event.pk}"
    assert job.args == {"event_id": event.pk}


@pytest.mark.django_db
def test_a_failing_subscriber_does_not_hold_up_the_other(registry):
    def fail(event: Event) -> None:
        raise ValueError

    subscribe("core.tested")(fail)
    subscribe("core.tested")(second)
    event = record("core.tested", Event(pk=1), by=MACHINE)
    assert worker.run_due() == 1
    assert heard == [("second", event.pk)]


def test_every_room_subscribes_under_its_own_name():
    kinds = HANDLERS._subscribers
    assert kinds["ledger.payout_paid"] == ["review.count_payout"]
    assert "ledger.earn_delivered" in kinds["orders.delivered"]
    rooms = {config.name.removeprefix("haat.") for config in apps.get_app_configs()}
    assert {name.split(".")[0] for names in kinds.values() for name in names} - rooms == set()


@pytest.mark.django_db
def test_who_is_left_out_hears_nothing_until_afterwards(registry):
    subscribe("core.tested")(first)
    with registry.without("tests.core."):
        record("core.tested", Event(pk=1), by=MACHINE)
    event = record("core.tested", Event(pk=2), by=MACHINE)
    assert worker.run_due() == 1
    assert heard == [("first", event.pk)]


@pytest.mark.django_db
def test_subscriber_with_a_condition_is_told_only_where_it_holds(registry, django_assert_num_queries):
    subscribe("core.tested", where='"core_event"."subject_id" > 1')(first)
    subscribe("core.tested")(second)
    with django_assert_num_queries(2):
        told = record("core.tested", Event(pk=2), by=MACHINE)
    not_told = record("core.tested", Event(pk=1), by=MACHINE)
    worker.run_due()
    assert sorted(heard) == [("first", told.pk), ("second", told.pk), ("second", not_told.pk)]


@pytest.mark.django_db
def test_where_nobody_is_to_be_told_no_job_is_made(registry, django_assert_num_queries):
    subscribe("core.tested", where='"core_event"."subject_id" > 1')(first)
    with django_assert_num_queries(1):
        record("core.tested", Event(pk=1), by=MACHINE)
    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_of_many_events_those_are_told_together_of_which_it_holds(registry):
    together = []
    subscribe("core.tested", name="core.many_test", where='"core_event"."subject_id" > 1', many=True)(
        lambda events: together.append([event.subject_id for event in events])
    )
    record_all([Happened("core.tested", Event(pk=number), {}) for number in (1, 2, 3)], by=MACHINE)
    worker.run_due()
    assert together == [[2, 3]]
