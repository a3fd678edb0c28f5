"""What the doctor finds on a shelf that is not as the catalogue says."""

import pytest
from django.db import OperationalError, connection

from haat.catalogue.models import Good
from haat.core import doctor as doctor_room
from haat.core.models import Job
from haat.core.worker import run_due
from haat.shelf import build, doctor
from haat.shelf.models import Shelf, ShelfCount, ShelfMark, ShelfText, ShelfWords
from haat.shelf.queries import listing
from haat.stock import actions as stock
from tests.make import BY, make_mart
from tests.shelf.rooms import put_good
from tests.shelf.test_build import faults, fill

pytestmark = pytest.mark.django_db


def test_doctor_waits_for_the_goods_the_worker_has_still_to_look_at() -> None:
    told, untold = fill()[:2]
    run_due()
    for good in (told, untold):
        Shelf.objects.filter(pk=good.pk).update(price_paise=1)
    stock.make(told.variants.get(), pieces=1, cause="told", by=BY)
    assert list(doctor.shelf_is_catalogue()) == [f"good {untold.pk}: shelf says price_paise 1, not 50000"]
    Job.objects.update(state=Job.State.FAILED)
    assert {line.partition(":")[0] for line in doctor.shelf_is_catalogue()} == {f"good {told.pk}", f"good {untold.pk}"}


def test_doctor_finds_nothing_on_a_true_shelf() -> None:
    fill()
    names = {finding.name: finding.broken for finding in doctor_room.examine()}
    assert [names[name] for name in ("shelf = live goods × languages", "shelf counts = its rows")] == [0, 0]


def test_doctor_finds_tampered_rows() -> None:
    peda, soop, stole = fill()
    run_due()
    Shelf.objects.filter(pk=peda.pk).update(price_paise=1, available=3)
    ShelfText.objects.filter(good=soop, language="hi").delete()
    ShelfText.objects.filter(good=soop, language="en").update(language="bn")
    ShelfWords.objects.filter(pk=stole.pk).delete()
    assert list(doctor.shelf_is_catalogue()) == [
        f"good {peda.pk}: shelf says price_paise 1, not 50000",
        f"good {peda.pk}: shelf says available 3, not 10",
        f"good {soop.pk}: its text hi is missing",
        f"good {soop.pk}: its text en is missing",
        f"good {soop.pk}: a text in bn, which its mart does not speak",
        f"good {stole.pk}: its words is missing",
    ]
    build.rebuild()
    assert faults() == []


def test_doctor_finds_goods_that_should_not_be_there_and_counts() -> None:
    good = fill()[0]
    run_due()
    Good.objects.filter(pk=good.pk).update(state=Good.State.PAUSED)
    ShelfCount.objects.filter(craft="sweets", block="", readiness="").update(goods=7)
    assert list(doctor.shelf_is_catalogue()) == [f"good {good.pk} is on the shelf but not on sale"]
    assert list(doctor.counts_are_rows()) == ["deoghar ('sweets', '', ''): stored (7, 1), counted (1, 1)"]
    ShelfMark.objects.create(good_id=good.pk)
    assert list(doctor.shelf_is_catalogue()) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="elsewhere the index is a column of the row")
def test_doctor_finds_an_index_out_of_step() -> None:
    good = fill()[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO shelf_search(shelf_search, rowid, keys) VALUES ('delete', %s, %s)",
            [good.pk, ShelfWords.objects.get(pk=good.pk).keys],
        )
    assert len(list(doctor.index_is_words())) == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="elsewhere the index is a column of the row")
@pytest.mark.parametrize(("busy", "said"), [(3, []), (4, ["could not be examined (locked)"])])
def test_doctor_waits_for_who_writes_to_the_index(monkeypatch, busy: int, said: list[str]) -> None:
    turns = iter(range(9))

    def cursor() -> object:
        if next(turns) < busy:
            raise OperationalError("locked")
        return CursorOnce()

    monkeypatch.setattr(connection, "cursor", cursor)
    assert [line.removeprefix("the search index ").partition(";")[0] for line in doctor.index_is_words()] == said


class CursorOnce:
    def __enter__(self) -> "CursorOnce":
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def execute(self, _sql: str) -> None:
        return None


def test_deleting_a_good_takes_it_out_of_the_index() -> None:
    good = put_good("Peda")
    ShelfWords.objects.filter(pk=good.pk).delete()
    assert listing(make_mart(), "hi", query="peda").total == 0
    assert list(doctor.index_is_words()) == []
