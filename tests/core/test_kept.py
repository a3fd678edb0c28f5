"""Figures are kept until something happens in their mart, and no longer than they may be."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core import kept
from haat.core.events import record
from haat.core.kept import Kept
from haat.core.models import Event
from tests.make import BY, make_mart

pytestmark = pytest.mark.django_db


def told(mart):
    record("places.doors_opened", mart, by=BY, mart_id=mart.pk, lacking=[])


@pytest.fixture
def made():
    """A figure that tells how often it was made."""
    figure, times = Kept[int](), []

    def get(mart, key="k", **how):
        return figure.get(mart.pk, key, lambda: times.append(1) or len(times), **how)

    return get


def test_a_figure_is_made_anew_when_something_happened(made, django_assert_num_queries):
    mart = make_mart()
    assert made(mart) == 1
    with django_assert_num_queries(1):
        assert made(mart) == 1
    told(mart)
    assert (made(mart), made(mart)) == (2, 2)


def test_each_key_and_mart_has_its_own(made):
    here, there = make_mart("here"), make_mart("there")
    assert (made(here), made(here, "other"), made(there), made(here)) == (1, 2, 3, 1)
    told(there)
    assert (made(here), made(there)) == (1, 4)


def test_what_is_made_while_an_event_may_be_on_its_way_is_kept_for_moments_only(made, monkeypatch):
    mart, now = make_mart(), [100.0]
    monkeypatch.setattr(kept.time, "monotonic", lambda: now[0])
    told(mart)
    assert (made(mart), made(mart)) == (1, 1)
    now[0] += kept.ON_THE_WAY
    assert made(mart) == 2
    Event.objects.update(at=timezone.now() - timedelta(seconds=kept.ON_THE_WAY))
    now[0] += kept.ON_THE_WAY
    assert made(mart) == 3
    now[0] += kept.ON_THE_WAY
    assert made(mart) == 3


def test_no_figure_is_kept_longer_than_it_may_be(made, monkeypatch):
    mart, now = make_mart(), [100.0]
    monkeypatch.setattr(kept.time, "monotonic", lambda: now[0])
    assert made(mart) == 1
    now[0] += 16
    assert (made(mart, seconds=20), made(mart, seconds=15)) == (1, 2)
    now[0] += kept.SECONDS
    assert made(mart) == 3
