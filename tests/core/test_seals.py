"""What was sealed shows when it is touched, on both databases alike, and nobody waits for the seal."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from haat.cli import main
from haat.core import seals
from haat.core.actor import MACHINE
from haat.core.doctor import examine
from haat.core.events import record
from haat.core.jobs import HANDLERS
from haat.core.kinds import KINDS, Kind
from haat.core.models import Event, Seal
from haat.core.worker import run_due, tick_clocks

CHECKS = ("the trail is as it was sealed", "seals stand in one chain")
DIGEST = "a28673142d4bf43c4f6ae65febacdd3694f1d9757722da0edadf930493711d88"
NOON = datetime(2026, 11, 20, 12, 30, 1, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS._kinds, "test.happened", Kind("test.happened", about="core.event"))


def write(count: int, **data: Any) -> list[Event]:
    with transaction.atomic():
        return [record("test.happened", Event(pk=number), by=MACHINE, number=number, **data) for number in range(count)]


def named() -> list[str]:
    return [sentence for finding in examine(CHECKS) for sentence in finding.examples]


@pytest.mark.django_db
class TestSealing:
    def test_seals_follow_each_other_over_all_events(self):
        first = write(5)
        assert seals.seal(most=2) == 5
        rows = list(Seal.objects.order_by("pk"))
        assert [row.count for row in rows] == [2, 2, 1]
        assert [row.before for row in rows] == ["", rows[0].digest, rows[1].digest]
        assert (rows[0].first_id, rows[2].last_id) == (1, first[-1].pk)
        assert named() == []

    def test_sealing_again_seals_only_what_is_new(self):
        write(2)
        assert (seals.seal(), seals.seal()) == (2, 0)
        write(3)
        assert seals.seal() == 3
        assert list(Seal.objects.order_by("pk").values_list("count", flat=True)) == [2, 3]

    def test_nothing_is_sealed_when_nothing_happened(self):
        assert (seals.seal(), seals.last_seal()) == (0, None)

    def test_second_worker_leaves_what_the_first_has_sealed(self, monkeypatch):
        write(2)
        read = seals._events

        def overtaken(after: int, upto: int, most: int) -> list[tuple[Any, ...]]:
            batch = read(after, upto, most)
            monkeypatch.setattr(seals, "_events", read)
            assert seals.seal() == 2
            return batch

        monkeypatch.setattr(seals, "_events", overtaken)
        assert seals.seal() == 0
        assert Seal.objects.count() == 1

    def test_clock_seals_by_the_minute(self):
        write(1)
        assert HANDLERS.clocks["core.seal_events"] == 60
        tick_clocks()
        run_due()
        assert Seal.objects.get().last_id >= 1

    def test_line_of_an_event_is_canonical(self):
        row = (7, "a.b", "core.event", 3, None, 2, None, {"b": 1000.0, "a": ["é", 0.5, {"z": 1}]}, NOON)
        assert seals.line_of(row).decode() == (
            '[7,"a.b","core.event",3,null,2,null,{"a":["é",0.5,{"z":1}],"b":1000},"2026-11-20T12:30:01.000005+00:00"]\n'
        )

    def test_digest_is_the_same_on_every_database(self):
        """What is written here is what both databases must answer."""
        with transaction.atomic():
            event = record(
                "test.happened", Event(pk=4), by=MACHINE, hindi="पेड़ा", paise=10**12, parts=[{"b": 1, "a": None}]
            )
        Event.objects.filter(pk=event.pk).update(id=41, at=NOON)
        assert seals.seal() == 1
        assert Seal.objects.get().digest == DIGEST


def edited() -> None:
    Event.objects.filter(data__number=2).update(by_id=9)


def deleted() -> None:
    Event.objects.filter(data__number=2).delete()


def replaced() -> None:
    number = Event.objects.get(data__number=2).pk
    Event.objects.filter(pk=number).delete()
    Event.objects.create(pk=number, kind="test.forged", subject_type="core.event", subject_id=1)


TOUCHED: list[tuple[str, Callable[[], object], str]] = [
    ("actor", edited, "what they say was changed"),
    ("data", lambda: Event.objects.filter(data__number=2).update(data={"number": 2, "more": 1}), "was changed"),
    ("time", lambda: Event.objects.filter(data__number=2).update(at=NOON), "was changed"),
    ("deleted", deleted, "1 missing"),
    ("replaced", replaced, "what they say was changed"),
]


@pytest.mark.django_db
class TestDoctor:
    @pytest.fixture(autouse=True)
    def sealed(self) -> None:
        """Six events in three seals."""
        write(6)
        assert seals.seal(most=2) == 6

    @pytest.mark.parametrize(("touch", "said"), [pytest.param(how, said, id=name) for name, how, said in TOUCHED])
    def test_doctor_names_the_batch_that_was_touched(self, touch: Callable[[], object], said: str):
        touch()
        second = Seal.objects.order_by("pk")[1]
        (sentence,) = named()
        assert sentence.startswith(f"{second} sealed on ")
        assert sentence.endswith(said)

    def test_doctor_names_an_event_put_between(self):
        gap, last = write(2)
        gap.delete()
        assert seals.seal() == 1
        assert named() == []
        Event.objects.create(pk=last.pk - 1, kind="test.forged", subject_type="core.event", subject_id=1)
        assert [sentence.rsplit(": ", 1)[1] for sentence in named()] == ["1 too many"]

    def test_doctor_names_a_seal_that_is_gone(self):
        first, second, third = Seal.objects.order_by("pk")
        second.delete()
        assert named()[0].startswith(f"seal {third.pk} ({third}): it does not follow seal {first.pk}")
        first.delete()
        assert f"seal {third.pk} ({third}): those before it are gone" in named()

    def test_chain_written_anew_shows_by_the_digest_kept_elsewhere(self, capsys):
        kept = seals.last_seal()
        assert kept is not None
        assert main(["doctor", "--seal", kept.digest.upper()]) == 0
        assert f"sealed to event {kept.last_id}: {kept.digest}" in capsys.readouterr().out.splitlines()
        edited()
        Seal.objects.all().delete()
        seals.seal(most=2)
        assert named() == []
        assert main(["doctor", "--json", "--seal", kept.digest]) == 1
        report = json.loads(capsys.readouterr().out)
        assert report["sealed"]["digest"] != kept.digest
        assert [check["name"] for check in report["checks"] if check["broken"]] == [
            "the seal that was kept elsewhere is in the chain"
        ]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_number_taken_and_not_committed_is_waited_for(monkeypatch):
    monkeypatch.setattr(seals, "LOOKS", 2)
    columns = "kind, subject_type, subject_id, data, at"
    values = "'test.slow', 'core.event', 1, '{}', now()"
    params = connection.get_connection_params()
    params.pop("cursor_factory", None)
    params.pop("context", None)
    with psycopg.connect(**params) as slow:
        slow.execute(f"INSERT INTO core_event ({columns}) VALUES ({values})")
        write(1)  # a higher number, committed before
        assert seals.seal() == 0
        slow.commit()
        assert seals.seal() == 2
        slow.execute(f"INSERT INTO core_event ({columns}) VALUES ({values})")
        slow.rollback()
    assert named() == []
