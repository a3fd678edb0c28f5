"""The doctor names what somebody did to the tables of channels behind the back of the actions: each row by SQL."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from haat.core import doctor
from haat.core.doctor import examine
from tests.channels.corrupted import CORRUPTIONS, Scene, scene
from tests.core.corruptions_channels import CHANNELS

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene]:
    """Made once for all tests of this file, and gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        with scene(tmp_path_factory.mktemp("bazaar")) as made:
            yield made
        transaction.set_rollback(True)


def found(*names: str) -> dict[str, list[str]]:
    return {finding.name: finding.examples for finding in examine(names) if finding.broken}


def names() -> list[str]:
    examine(("channels: one stock",))  # brings in what rooms must hold
    return [name for name in doctor._CHECKS if name.startswith("channels: ")]


def test_scene_is_sound(world: Scene):
    assert len(names()) >= 15
    assert found(*names()) == {}


def test_thirty_and_more_are_planted_and_every_check_of_channels_names_one():
    assert len(CORRUPTIONS) >= 30
    assert len({title for title, _check, _how in CORRUPTIONS}) == len(CORRUPTIONS)
    with_others = {check for _title, check, _how in (*CORRUPTIONS, *CHANNELS)}
    assert sorted(with_others & {*names()}) == sorted(names())


@pytest.mark.parametrize(("check", "how"), [pytest.param(check, how, id=title) for title, check, how in CORRUPTIONS])
def test_corruption_is_named(world: Scene, check: str, how: str):
    with transaction.atomic():
        with connection.cursor() as lines:
            lines.execute(how)
            assert lines.rowcount >= 1
        named = found(check)
        transaction.set_rollback(True)
    assert named.get(check)
    assert all(isinstance(sentence, str) and sentence for sentence in named[check])
