"""A rebuild shared by several processes makes what one makes, and says how far it is."""

import pytest

from haat.shelf import build
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
