"""Cash missing from a round: who may bring it, how much, and when none is missing any more."""

import pytest

from haat.core.actor import Actor
from haat.delivery import actions as delivery
from haat.delivery.models import Parcel
from haat.ledger import actions, queries
from tests.ledger.books import ACCOUNTANT, bring_cash, delivered, work
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def take(round, paise, *, cause="slip:1", by=ACCOUNTANT):
    return actions.take_missing(round, amount_paise=paise, cause=cause, by=by)


@pytest.fixture
def short_round():
    """A closed round that brought ₹10 less than it took."""
    part = delivered()
    work()
    bring_cash(part, short=1_000)
    return Parcel.objects.get(part=part).round


def test_take_missing_by_the_rider_is_refused(short_round):
    with refused("ledger.own_cash"):
        take(short_round, 1_000, by=Actor(user_id=short_round.rider_id))


@pytest.mark.parametrize("paise", [-1, 0, 1_001])
def test_take_missing_of_more_than_is_missing_or_of_nothing_is_refused(short_round, paise):
    with refused("ledger.too_much_cash", field="amount"):
        take(short_round, paise)


def test_take_missing_until_none_is_missing(short_round):
    assert take(short_round, 1_000) == take(short_round, 1_000)
    with refused("ledger.nothing_missing"):
        take(short_round, 1, cause="slip:2")


def test_all_of_it_is_missing_when_nothing_was_brought():
    part = delivered()
    round = Parcel.objects.get(part=part).round
    delivery.end_round(round, by=Actor(user_id=round.rider_id))
    assert queries.missing_of(round) == 0
    closed = delivery.close_round(round, counted_paise=0, by=ACCOUNTANT)
    assert queries.missing_of(closed) == closed.cash_paise == part.total_paise


def test_a_single_paisa_is_missing_too():
    part = delivered()
    work()
    bring_cash(part, short=1)
    round = Parcel.objects.get(part=part).round
    assert queries.missing_cash(part.mart) == [queries.Missing(round, 1)]
    take(round, 1)
    assert queries.missing_cash(part.mart) == []
