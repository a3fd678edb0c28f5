"""The toy bazaar is open, and the studio says what a test wants."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from haat.channels.models import Account
from tests.channels.make import Says, make_account, studio
from tests.channels.toy import Bazaar, opened


@pytest.fixture
def bazaar(tmp_path: Path) -> Iterator[Bazaar]:
    with opened(tmp_path) as world:
        yield world


@pytest.fixture
def says() -> Iterator[Says]:
    with studio() as told:
        yield told


@pytest.fixture
def account(bazaar: Bazaar, db: None) -> Account:
    """An account at the bazaar."""
    return make_account()
