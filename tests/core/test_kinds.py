"""What the rooms declare is what they record."""

import ast

import pytest
from django.apps import apps

from haat.core.kinds import KINDS
from tools import rooms


def recorded() -> set[str]:
    """Every kind that an action records, as it is written."""
    found = [path for room in rooms.rooms() for path in rooms.files(room, "actions")]
    return rooms.recorded([ast.parse(path.read_text(encoding="utf-8")) for path in found])


def test_rooms_record_all_they_declare_and_nothing_else():
    assert sorted(kind.name for kind in KINDS) == sorted(recorded())


def test_page_of_rooms_reads_what_is_declared():
    read = {
        name: set(words) for room in rooms.rooms() if room != "core" for name, words in rooms.declared(room).items()
    }
    assert read == {kind.name: set(kind.needs) for kind in KINDS}


@pytest.mark.parametrize("about", sorted({kind.about for kind in KINDS}))
def test_event_is_about_a_model(about):
    assert apps.get_model(about)._meta.label_lower == about
