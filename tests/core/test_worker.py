"""Jobs: queued with the transaction, once per key, retried with back-off, taken over when a worker dies."""

import threading
from datetime import timedelta

import pytest
import structlog
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from haat.core import claims, holding, signs, worker
from haat.core.clock import LEASE
from haat.core.jobs import HANDLERS, TRIES, UnknownJob, enqueue
from haat.core.marks import last_sign
from haat.core.models import Job

pytestmark = pytest.mark.django_db
ran: list[int] = []


def note(number: int) -> None:
    ran.append(number)


def fail() -> None:
    raise ValueError("no luck")


@pytest.fixture(autouse=True)
def _jobs():
    ran.clear()
    for function in (note, fail):
        HANDLERS.add(f"tests.{function.__name__}", function)


def test_enqueue_rolls_back_with_its_transaction():
    with pytest.raises(KeyError), transaction.atomic():
        enqueue("tests.note", number=1)
        raise KeyError
    assert Job.objects.count() == 0


def test_enqueue_same_key_queues_once():
    enqueue("tests.note", key="k", number=1)
    enqueue("tests.note", key="k", number=2)
    assert worker.run_due() == 1
    assert ran == [1]


def test_run_failure_waits_and_keeps_the_error():
    enqueue("tests.fail")
    assert worker.run_due() == 0
    row = Job.objects.get()
    assert (row.state, row.attempts, row.error) == (Job.State.WAITING, 1, "ValueError: no luck")
    assert row.run_at > timezone.now()


def test_run_gives_up_after_last_try():
    enqueue("tests.fail")
    Job.objects.update(attempts=TRIES - 1)
    worker.run_due()
    assert Job.objects.get().state == Job.State.FAILED


def test_claim_takes_over_when_the_lease_ran_out():
    enqueue("tests.note", number=7)
    first = worker.claim("dead")
    assert first is not None
    assert worker.claim("alive") is None
    later = timezone.now() + LEASE + timedelta(seconds=1)
    second = worker.claim("alive", now=later)
    assert second is not None
    assert (second.pk, second.attempts, second.worker) == (first.pk, 2, "alive")


def test_sweep_forgets_old_done_jobs_only():
    enqueue("tests.note", number=1)
    worker.run_due()
    enqueue("tests.fail")
    worker.sweep(now=timezone.now() + timedelta(days=8))
    assert [row.name.split(".")[-1] for row in Job.objects.all()] == ["fail"]


def test_tick_clocks_once_per_period(monkeypatch):
    monkeypatch.setattr(HANDLERS, "clocks", {"tests.note": 600})
    now = timezone.now()
    worker.tick_clocks(now=now)
    worker.tick_clocks(now=now)
    assert Job.objects.count() == 1


# ---- whose lease ran out ----


def taken_over() -> tuple[Job, Job]:
    """A job claimed twice: its first worker slept through its lease."""
    enqueue("tests.note", number=7)
    first = worker.claim("slow")
    second = worker.claim("quick", now=timezone.now() + LEASE + timedelta(seconds=1))
    assert first is not None
    assert second is not None
    return first, second


def test_run_of_a_job_taken_over_does_not_end_it():
    first, second = taken_over()
    assert worker.run(first) is False
    row = Job.objects.get()
    assert (row.state, row.worker, row.attempts) == (Job.State.RUNNING, "quick", 2)
    assert worker.run(second) is True
    assert Job.objects.get().state == Job.State.DONE


def test_failure_of_a_job_taken_over_does_not_put_it_back():
    first, _second = taken_over()
    first.name = "tests.fail"
    assert worker.run(first) is False
    row = Job.objects.get()
    assert (row.state, row.worker, row.error) == (Job.State.RUNNING, "quick", "")


def test_job_error_holds_nothing_personal():
    def refuse() -> None:
        raise ValueError("Key (phone)=(+919876543210) already exists, see /hi/o/Zx3_abcdefghij-klmnoP/")

    HANDLERS.add("refuse", refuse)
    Job.objects.create(name="refuse")
    worker.run_due()
    assert Job.objects.get().error == "ValueError: Key (phone)=(…) already exists, see /hi/o/…/"


# ---- whose database goes away ----


class Turns:
    """A worker's day: each answer of `stop` that is asked to wait is written down; it ends after `most` waits."""

    def __init__(self, most: int) -> None:
        self.waits: list[float] = []
        self.most = most

    def stop(self, seconds: float) -> bool:
        if seconds:
            self.waits.append(seconds)
        return len(self.waits) >= self.most


@pytest.fixture
def hand(monkeypatch) -> list[str]:
    """What is logged by a worker whose turns go wrong five times and well afterwards."""
    troubles = [OperationalError("database is locked")] * 5
    monkeypatch.setattr(worker._Hand, "turn", lambda _self: False if not troubles else _raise(troubles.pop()))
    monkeypatch.setattr(worker, "let_go", lambda: None)
    monkeypatch.setattr(signs, "log", written := structlog.testing.CapturingLogger())
    return written.calls


def _raise(error: Exception) -> bool:
    raise error


def test_work_goes_on_after_the_database_was_away(hand):
    turns = Turns(most=7)
    worker.work(turns.stop)
    assert [
        round(wait * 0.8, 1) <= least <= wait for wait, least in zip(turns.waits, (0.5, 1, 2, 4, 8), strict=False)
    ] == [True] * 5
    assert turns.waits[5:] == [0.5, 0.5]
    assert [call.args[0] for call in hand] == ["worker waits", "going on"]


def test_work_ends_at_once_when_told_while_it_waits(hand):
    worker.work(Turns(most=1).stop)
    assert [call.args[0] for call in hand] == ["worker waits"]


def test_worker_signs_while_it_lives(monkeypatch):
    monkeypatch.setattr(worker.SIGNS, "_next", float("-inf"))
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    worker._Hand("me").turn()
    assert last_sign() is not None
    worker.sweep(now=timezone.now() + timedelta(days=2))
    assert last_sign() is None


# ---- who holds several ----


def holding_of(count: int, *, name: str = "tests.note") -> tuple[holding.Holding, list[Job]]:
    """A hand that has claimed so many jobs."""
    for number in range(count):
        enqueue(name, number=number)
    found = holding.Holding(timezone.now)
    found.take(claimed := claims.claim_many("me", most=count, now=timezone.now()))
    return found, claimed


def states() -> list[tuple[str, int, str]]:
    return list(Job.objects.order_by("pk").values_list("state", "attempts", "worker"))


@pytest.fixture
def no_thread(monkeypatch):
    """The tests look themselves."""
    monkeypatch.setattr(holding.threading.Thread, "start", lambda _self: None)
    monkeypatch.setattr(holding, "let_go", lambda: None)


def test_claim_takes_some_in_one_statement_in_the_order_they_were_due(django_assert_num_queries):
    for number in (1, 2, 3):
        enqueue("tests.note", number=number, run_at=timezone.now() - timedelta(minutes=number))
    with django_assert_num_queries(1):
        first = claims.claim_many("me", most=2, now=timezone.now())
    assert [(job.args["number"], job.attempts, job.worker) for job in first] == [(3, 1, "me"), (2, 1, "me")]
    assert [job.args["number"] for job in claims.claim_many("you", most=9, now=timezone.now())] == [1]
    assert claims.claim_many("you", most=9, now=timezone.now()) == []


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL plans by what is in the table")
def test_claim_reads_what_waits_in_the_order_of_its_index():
    with connection.cursor() as lines:
        lines.execute("EXPLAIN QUERY PLAN " + claims._SQLITE.format(most=64), ["me", "later", "now", "now"])
        plan = [step for _id, _above, _unused, step in lines.fetchall()]
    assert [step for step in plan if "INDEX" in step or "TEMP" in step] == [
        "SEARCH core_job USING INDEX job_leased (lease_until<?)",
        "USE TEMP B-TREE FOR ORDER BY",
        "SEARCH core_job USING INDEX job_due (run_at<?)",
    ]


def test_claim_takes_no_more_than_asked_of_lost_and_due_together():
    taken_over()
    enqueue("tests.note", number=8)
    later = timezone.now() + 3 * LEASE
    assert [job.args["number"] for job in claims.claim_many("me", most=1, now=later)] == [7]


def test_turn_ends_what_it_has_done_in_one_statement(django_assert_num_queries, monkeypatch, no_thread):
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    for number in range(4):
        enqueue("tests.note", number=number)
    hand = worker._Hand("me")
    hand._minute = int(timezone.now().timestamp()) // 60
    monkeypatch.setattr(worker.SIGNS, "_next", float("inf"))
    with django_assert_num_queries(2):
        assert hand.turn()
    assert ran == [0, 1, 2, 3]
    assert states() == [("done", 1, "me")] * 4


def test_turn_told_to_stop_gives_back_what_it_has_not_begun(monkeypatch, no_thread):
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    for number in range(3):
        enqueue("tests.note", number=number)
    hand = worker._Hand("me", lambda _seconds: True)
    hand._minute = int(timezone.now().timestamp()) // 60
    hand.turn()
    assert states() == [("done", 1, "me"), ("waiting", 0, "me"), ("waiting", 0, "me")]
    assert worker.run_due() == 2


def test_failure_in_a_claim_keeps_no_other_from_its_end():
    enqueue("tests.note", number=1)
    enqueue("tests.fail")
    enqueue("tests.note", number=2)
    assert worker.run_due() == 2
    assert ran == [1, 2]
    assert [state for state, _attempts, _worker in states()] == ["done", "waiting", "done"]


def test_what_lies_behind_a_slow_job_is_given_back(monkeypatch, no_thread):
    monkeypatch.setattr(holding, "SLOW", -1.0)
    held, claimed = holding_of(3)
    assert held.next() == claimed[:1]
    held.look()
    assert states() == [("running", 1, "me"), ("waiting", 0, "me"), ("waiting", 0, "me")]
    assert held.next() == []


def test_nothing_is_given_back_while_jobs_are_quick(no_thread):
    held, claimed = holding_of(3)
    held.next()
    held.look()
    assert [state for state, _attempts, _worker in states()] == ["running"] * 3
    assert held.next() == claimed[1:2]


def test_look_renews_all_that_is_held_and_is_still_ours(monkeypatch, no_thread):
    held, claimed = holding_of(3)
    held.ran(held.next())
    held.next()
    Job.objects.filter(pk=claimed[2].pk).update(worker="other")
    began = claimed[0].lease_until
    monkeypatch.setattr(held, "_now", lambda: timezone.now() + timedelta(hours=1))
    monkeypatch.setattr(held, "_beat_at", 0.0)
    held.look()
    renewed = [job.lease_until > began for job in Job.objects.order_by("pk")]
    assert renewed == [True, True, False]
    assert [job.lease_until > began for job in claimed] == [True, True, False]
    assert held.next() == []  # the third could not be renewed in time


def test_settle_says_who_was_taken_over(monkeypatch, no_thread):
    monkeypatch.setattr(holding, "log", written := structlog.testing.CapturingLogger())
    held, claimed = holding_of(2)
    held.ran(held.next())
    held.ran(held.next())
    Job.objects.filter(pk=claimed[0].pk).update(worker="other", attempts=2)
    assert held.settle() == 1
    assert states() == [("running", 2, "other"), ("done", 1, "me")]
    assert [call.kwargs["id"] for call in written.calls] == [claimed[0].pk]
    assert held.settle() == 0


def test_settle_tells_again_what_could_not_be_written(monkeypatch, no_thread):
    held, _claimed = holding_of(2)
    held.ran(held.next())
    with monkeypatch.context() as broken, pytest.raises(OperationalError):
        broken.setattr(holding, "end_done", lambda *_claims: _raise(OperationalError("gone")))
        held.settle()
    assert states() == [("running", 1, "me"), ("waiting", 0, "me")]
    assert held.settle() == 1
    assert states() == [("done", 1, "me"), ("waiting", 0, "me")]


@pytest.mark.django_db(transaction=True)
def test_beat_renews_the_lease_and_outlives_a_broken_database(monkeypatch):
    monkeypatch.setattr(holding, "BEAT", 0.02)
    monkeypatch.setattr(holding, "LOOK", 0.02)
    broken, renew = [OperationalError("gone")] * 2, holding.renew
    monkeypatch.setattr(holding, "renew", lambda *held: renew(*held) if not broken else _raise(broken.pop()))
    held, claimed = holding_of(1)
    held.next()
    began = claimed[0].lease_until
    assert began is not None
    try:
        for _turn in range(500):
            if Job.objects.get().lease_until > began:
                break
            threading.Event().wait(0.02)
    finally:
        held.close()
        assert held._thread is not None
        held._thread.join(10)
    assert not held._thread.is_alive()
    assert Job.objects.get().lease_until > began


# ---- jobs done together ----


@pytest.fixture
def together(monkeypatch) -> list[list[int]]:
    """What `tests.some` was asked to do at once; it cannot do 13."""
    asked: list[list[int]] = []

    def some(event_id: int = 0, event_ids: tuple[int, ...] = ()) -> None:
        asked.append(list(event_ids) or [event_id])
        if 13 in asked[-1]:
            raise ValueError("unlucky")

    monkeypatch.setattr(HANDLERS, "_many", {"tests.some"})
    HANDLERS.add("tests.some", some, path="tests.some")
    return asked


def test_jobs_of_a_kind_are_done_together_and_others_between_them(together):
    enqueue("tests.some", event_id=3)
    enqueue("tests.note", number=2)
    enqueue("tests.some", event_ids=[1, 3])
    assert worker.run_due() == 3
    assert (together, ran) == ([[1, 3]], [2])


def test_jobs_that_fail_together_are_tried_each_for_itself(together):
    for event_id in (1, 13, 3):
        enqueue("tests.some", event_id=event_id)
    assert worker.run_due() == 2
    assert together == [[1, 3, 13], [1], [13], [3]]
    assert [row[:2] for row in states()] == [("done", 1), ("waiting", 1), ("done", 1)]


def test_enqueue_refuses_a_name_nothing_runs_under():
    with pytest.raises(UnknownJob, match=r"nothing runs under the name 'tests\.gone'"):
        enqueue("tests.gone")
    assert Job.objects.count() == 0


def test_run_of_an_unknown_job_says_so_and_waits():
    Job.objects.create(name="tests.gone")
    assert worker.run_due() == 0
    row = Job.objects.get()
    assert (row.state, row.error) == (Job.State.WAITING, "UnknownJob: nothing runs under the name 'tests.gone'")
