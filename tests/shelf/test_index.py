"""The search index can be taken down and made again over what is there."""

from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from haat.shelf.queries import listing
from tests.make import make_mart
from tests.shelf.rooms import put_good

pytestmark = pytest.mark.django_db
migration = import_module("haat.shelf.migrations.0002_search_index")


class Editor:
    """As much of a schema editor as the migration uses."""

    connection = connection

    def execute(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


def found(**wanted: Any) -> list[int]:
    return [card.id for card in listing(make_mart(), "hi", query="peda", **wanted).cards]


def test_search_index_is_reversible() -> None:
    peda = put_good("Peda")
    connection.check_constraints()  # PostgreSQL alters no table while checks of its rows are put off
    migration.drop(None, Editor())
    migration.make(None, Editor())
    assert found() == [peda.pk]
    again = put_good("Peda")
    assert found() == [again.pk, peda.pk]


@pytest.mark.parametrize("sort", ["new", "cheap"])
def test_listing_pages_alike_however_many_match(monkeypatch: pytest.MonkeyPatch, sort: str) -> None:
    for name in ("Peda", "Pera box", "Peda box", "Khoya peda"):
        put_good(name, pieces=5)
        put_good(name, pieces=0, description="peda")
    few = found(sort=sort)
    for many in (0, 1, 6):
        monkeypatch.setattr("haat.shelf.picking.MANY", many)
        monkeypatch.setattr("haat.shelf.newest.WALK", 0 if many < 6 else 10**9)
        for size in (1, 3):
            pages: list[int] = []
            after = None
            for _turn in range(9):
                page = listing(make_mart(), "hi", query="peda", sort=sort, after=after, size=size)
                pages += [card.id for card in page.cards]
                after = page.next
                if after is None:
                    break
            assert pages == few
