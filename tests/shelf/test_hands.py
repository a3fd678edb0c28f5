"""A rebuild shared by several processes makes what one makes, and says how far it is."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from haat.shelf import build, gathering
from haat.shelf.models import Shelf
from tests.shelf.test_build import fill, rows


@pytest.mark.django_db(transaction=True)
def test_rebuild_by_several_hands_makes_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    whole = rows()
    Shelf.objects.all().delete()
    monkeypatch.setattr(build, "CHUNK", 1)
    told: list[tuple[int, int]] = []
    assert build.rebuild(hands=2, progress=lambda *far: told.append(far)) == 6
    assert rows() == whole
    assert told == [(1, 3), (2, 3), (3, 3)]


POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's index gathers nothing")


def options() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_to_string(reloptions, ',') FROM pg_class WHERE relname = %s", [gathering.INDEX])
        return str(cursor.fetchone()[0])


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the index was told while chunks were written."""
    found: list[str] = []
    refresh = build._refresh_chunk

    def told(good_ids: list[int]) -> set[int]:
        found.append(options())
        return refresh(good_ids)

    monkeypatch.setattr(build, "_refresh_chunk", told)
    monkeypatch.setattr(build, "MANY", 2)
    return found


@pytest.fixture
def reader(transactional_db: None) -> Iterator[psycopg.Connection]:
    """Somebody who reads the shelf for long, as a backup does."""
    known = connection.get_connection_params()
    own = {name: known[name] for name in ("dbname", "user", "host", "port", "password") if name in known}
    with psycopg.connect(**own) as line:
        yield line


@POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_index_gathers_while_a_rebuild_writes_and_not_after(seen: list[str]) -> None:
    fill()
    whole = rows()
    Shelf.objects.all().delete()
    seen.clear()
    build.rebuild()
    assert (seen, options()) == (["fastupdate=on"], "fastupdate=off")
    assert rows() == whole


@POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_rebuild_goes_on_beside_a_long_reader(seen: list[str], reader: psycopg.Connection) -> None:
    fill()
    reader.execute("SELECT count(*) FROM shelf_shelfwords")
    seen.clear()
    build.rebuild()
    assert (seen, options()) == (["fastupdate=off"], "fastupdate=off")
