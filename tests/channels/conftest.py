"""The toy bazaar is open, and the studio says what a test wants."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from haat.channels.models import Account
from haat.core import worker
from haat.core.doctor import examine
from tests.channels.make import Says, make_account, studio
from tests.channels.toy import Bazaar, opened
from tests.channels.toy_parcels import Depot, depot_at


@pytest.fixture
def bazaar(tmp_path: Path) -> Iterator[Bazaar]:
    with opened(tmp_path) as world:
        yield world


@pytest.fixture
def depot(bazaar: Bazaar, tmp_path: Path) -> Iterator[Depot]:
    """The bazaar fetches parcels and settles; to be asked for before its account."""
    with depot_at(tmp_path) as world:
        yield world


@pytest.fixture
def says() -> Iterator[Says]:
    with studio() as told:
        yield told


@pytest.fixture
def account(bazaar: Bazaar, db: None) -> Account:
    """An account at the bazaar."""
    return make_account()


# What a road of channels can break: their own books, and those of orders and stock.
LOOKED_AT = (
    "channels: an offer stands as what is known of it",
    "channels: what is wanted is seen, or explained",
    "channels: one stock",
    "channels: no task without a cause",
    "channels: no attempt is forgotten",
    "channels: an order that was told is received, or waits for somebody",
    "channels: an account is of its mart",
    "channels: a parcel stands as what is known of it",
    "channels: a settlement is its lines",
    "arrivals are kept as they came",
    "lines of arrivals are those that were told",
    "an arrival stands where its lines stand",
    "an order from elsewhere goes to whom it was told",
    "an order from elsewhere = the lines that were taken",
    "stock moved as its order lines did",
    "reserved stock = open order lines",
    "stock = its movements",
    "an order = its parts",
    "no job was given up",
)


@pytest.fixture
def sound(db: None) -> Iterator[None]:
    """What the test leaves behind is sound, as far as channels reach."""
    yield
    worker.run_due()
    assert {finding.name: finding.examples for finding in examine(LOOKED_AT) if finding.broken} == {}
