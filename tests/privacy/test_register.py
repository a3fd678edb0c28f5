"""Nothing personal is held undeclared: the register speaks of every model, and its test is shown to fail."""

import pytest
from django.db import models

from haat.core import personal
from haat.core.kinds import KINDS
from haat.core.personal import KEEP, looks, looks_personal, register, undeclared
from haat.privacy.clocks import CLOCKS
from haat.privacy.words import ERASES, KEEPS, PURPOSES, WHOSE


def test_every_field_that_looks_personal_is_declared_or_excused():
    assert list(undeclared()) == []


def test_a_field_that_nobody_declared_is_named(monkeypatch):
    spoken = personal._spoken_of()
    spoken["makers.member"].discard("names")
    monkeypatch.setattr(personal, "_spoken_of", lambda: spoken)
    assert list(undeclared()) == ["makers.member.names looks personal: declare or excuse it in its room's personal.py"]


def test_a_declared_field_that_is_not_there_is_named(monkeypatch):
    spoken = personal._spoken_of()
    spoken["makers.member"].add("aadhaar")
    monkeypatch.setattr(personal, "_spoken_of", lambda: spoken)
    assert list(undeclared()) == ["makers.member.aadhaar is declared in personal.py, and there is no such field"]


@pytest.mark.parametrize(
    ("field", "looks_so"),
    [
        (models.CharField(max_length=9, name="guardian"), True),
        (models.CharField(max_length=9, name="alternate_phone"), True),
        (models.FloatField(name="latitude"), True),
        (models.BinaryField(name="anything"), True),
        (models.TextField(name="anything"), True),
        (models.BigIntegerField(name="asked_by_id"), False),
        (models.PositiveIntegerField(name="quantity"), False),
        (models.CharField(max_length=9, name="surname"), False),
    ],
)
def test_what_looks_personal(field, looks_so):
    field.name = field.name or ""
    assert looks_personal(field) is looks_so


def test_all_that_is_declared_has_words_and_a_clock_that_is_there():
    for holds in register():
        assert holds.whose in WHOSE, holds
        assert set(holds.purposes) <= set(PURPOSES), holds
        assert holds.keeps in KEEPS or holds.keeps in CLOCKS, holds
        assert holds.erase in ERASES, holds
        assert holds.fields, holds


@pytest.mark.django_db
def test_every_reach_finds_rows_of_its_model():
    for holds in register():
        for lookup in (*holds.reach.values(), *([holds.mart] if holds.mart else [])):
            assert not holds.table._default_manager.filter(**{f"{lookup}__in": []}).exists()
        assert holds.erase == KEEP or holds.reach, holds


def test_looks_are_kinds_of_events():
    assert set(looks()) <= {kind.name for kind in KINDS}
