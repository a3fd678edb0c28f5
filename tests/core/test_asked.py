"""A check that cannot fail is none: each is shown to fail by a corruption, and asks nothing that no row can answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DataError, connection, transaction

from haat.core import doctor
from haat.core.doctor import check, examine
from haat.core.models import Event
from haat.core.trail import NOTHING
from haat.pricing.models import FeeRule
from tests.channels.corrupted import CORRUPTIONS as CHANNELS
from tests.channels.corrupted import scene
from tests.core.corruptions import CORRUPTIONS
from tests.core.vain import asked_in_vain

pytestmark = pytest.mark.django_db
# Planted where what it looks at is made: tests/shelf/test_build.py.
ELSEWHERE = {"search index = the shelf's words"}


def every_check() -> set[str]:
    examine(("stock = its movements",))  # brings in what rooms must hold
    return set(doctor._CHECKS)


def test_every_check_is_shown_to_fail():
    shown = {name for _what, name, _how in (*CORRUPTIONS, *CHANNELS)}
    assert sorted(every_check() - shown - ELSEWHERE) == []


@pytest.fixture
def filled(db: None, tmp_path: Path) -> Iterator[None]:
    """Goods, offers, sendings, orders of channels: no check of them goes by an empty table."""
    with scene(tmp_path):
        yield


def test_no_check_asks_for_what_no_row_can_hold(filled: None):
    """As `test_corruptions` asks it of a district without channels."""
    with asked_in_vain() as met:
        examine()
        assert met == []
        list(FeeRule.objects.filter(fee_bp=NOTHING))  # such a question is seen
        assert len(met) == 1


@pytest.fixture
def refused() -> Iterator[str]:
    """A check whose question the database refuses: what was told as a number is none."""
    name = "toy: letters told as a number"

    @check(name)
    def letters():
        if connection.vendor != "postgresql":
            raise DataError("as PostgreSQL says it: SQLite reads letters as 0")
        with connection.cursor() as lines:
            lines.execute("SELECT 'abc'::bigint")
        yield ""

    yield name
    del doctor._CHECKS[name]


def test_what_the_database_refuses_to_read_is_a_finding_and_ends_no_other_check(refused: str):
    with transaction.atomic():
        found = {finding.name: finding.broken for finding in examine((refused, "stock = its movements"))}
        assert Event.objects.count() == 0  # the transaction goes on
    assert found == {refused: 1, "stock = its movements": 0}
