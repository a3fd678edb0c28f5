"""So many tries in so many seconds, counted in the shared cache."""

import pytest
import time_machine
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command

from haat.core import limits
from haat.core.limits import hit
from tests.refusals import refused

NOON = "2026-11-22 12:00:00+00:00"


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_hit_refuses_beyond_the_most(noon):
    for _try in range(3):
        hit("a", most=3, seconds=600)
    with refused("limits.too_many"):
        hit("a", most=3, seconds=600)


def test_hit_counts_each_name_for_itself(noon):
    hit("a", most=1, seconds=600)
    hit("b", most=1, seconds=600)
    with refused("limits.too_many"):
        hit("b", most=1, seconds=600)


def test_hit_begins_again_with_the_next_window(noon):
    hit("a", most=1, seconds=600)
    noon.shift(599)
    with refused("limits.too_many"):
        hit("a", most=1, seconds=600)
    noon.shift(1)
    hit("a", most=1, seconds=600)


def test_hit_survives_a_window_that_ends_between_the_two_calls(noon, monkeypatch):
    monkeypatch.setattr(cache, "add", lambda *args, **more: True)
    hit("a", most=1, seconds=600)


@pytest.mark.django_db
def test_hit_lasts_its_whole_window_in_the_database_too(noon, monkeypatch):
    call_command("createcachetable", "limits_tried", verbosity=0)
    store = DatabaseCache("limits_tried", {"OPTIONS": {"MAX_ENTRIES": 1000}})
    monkeypatch.setattr(limits, "cache", store)
    day = 86_400
    hit("a", most=2, seconds=day)
    noon.shift(3_000)  # longer than a cache keeps what was counted on by default
    hit("a", most=2, seconds=day)
    noon.shift(3_000)
    with refused("limits.too_many"):
        hit("a", most=2, seconds=day)
    assert caches["default"] is not store
