"""The doctor names what somebody did to the database behind the back of the actions."""

from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from haat.core import seals, worker
from haat.core.doctor import examine
from tests.core.corruptions import CORRUPTIONS
from tests.core.plants import Plant
from tests.core.vain import asked_in_vain
from tests.upgrade.lived import ENDS_AT, live

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def district(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The small district of the snapshots, lived through once for all tests of this file, and gone afterwards."""
    kept = override_settings(DEMO=True, MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with kept, django_db_blocker.unblock(), transaction.atomic():
        live()
        with time_machine.travel(ENDS_AT, tick=True):
            worker.run_due()
            seals.seal(most=50)
            yield
        transaction.set_rollback(True)


def found(*names: str) -> dict[str, list[str]]:
    return {finding.name: finding.examples for finding in examine(names) if finding.broken}


def test_lived_district_is_sound(district: None):
    assert settings.DEMO
    assert found() == {}


def test_no_check_asks_for_what_no_row_can_hold(district: None):
    with asked_in_vain() as met:
        examine()
    assert met == []


def test_sixty_corruptions_of_every_room_are_planted():
    assert len(CORRUPTIONS) >= 60
    assert len({name for name, *_rest in CORRUPTIONS}) == len(CORRUPTIONS)


@pytest.mark.parametrize(
    ("plant", "check"), [pytest.param(plant, check, id=name) for name, check, plant in CORRUPTIONS]
)
def test_corruption_is_named(district: None, plant: Plant, check: str):
    with transaction.atomic():
        if isinstance(plant, str):
            with connection.cursor() as cursor:
                cursor.execute(plant)
                assert cursor.rowcount >= 1
        else:
            plant()
        named = found(check)
        transaction.set_rollback(True)
    assert named.get(check)
    assert all(isinstance(sentence, str) and sentence for sentence in named[check])
