"""The doctor of channels names what is not so, and nothing else. More is planted in tests/core/corruptions."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from haat.channels import actions
from haat.channels.channel import Issue
from haat.channels.models import Account, Attempt, Cause, Offer, Refusal, Sale
from haat.core import worker
from haat.core.doctor import examine
from tests.channels.make import live, make_account, make_good, told, turn
from tests.make import BY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says")]


def broken():
    found = examine(NAMES)
    return {finding.name: finding.examples for finding in found if finding.broken}


NAMES = (
    "channels: an offer stands as what is known of it",
    "channels: what is wanted is seen, or explained",
    "channels: one stock",
    "channels: no task without a cause",
    "channels: no attempt is forgotten",
    "channels: an order that was told is received, or waits for somebody",
    "channels: an account is of its mart",
)


@pytest.fixture
def refused(bazaar, account):
    good = make_good()
    bazaar.refuses[good.sku] = Issue("90220", "error", "Metal?", "metal_type")
    live(account, good)
    worker.run_due()
    assert broken() == {}
    return Offer.objects.get()


def test_refused_offer_without_a_refusal_is_named(refused):
    Refusal.objects.update(ended_at=timezone.now())
    found = broken()
    assert NAMES[3] in found
    assert NAMES[0] in found


def test_cause_that_is_closed_and_keeps_goods_back_is_named(refused):
    Cause.objects.update(closed_at=timezone.now())
    assert "closed, and it keeps goods back" in broken()[NAMES[3]][0]


def test_refusal_under_the_cause_of_another_account_is_named(refused):
    Cause.objects.update(account=make_account())
    assert "another account's" in broken()[NAMES[3]][0]


def test_refusal_said_by_the_wrong_one_is_named(refused):
    Refusal.objects.update(source="ours")
    assert any("nobody said it so" in each for each in broken()[NAMES[3]])


def test_what_waits_is_explained_and_what_waits_for_nothing_is_named(bazaar, account):
    good = make_good()
    bazaar.review = 3
    live(account, good)
    worker.run_due()
    assert broken() == {}
    Offer.objects.update(look_at=None, there=False, seen={}, state="accepted")
    assert "listing not as wanted, and nothing says why" in broken()[NAMES[1]][0]


def test_stock_is_only_judged_when_every_change_was_heard_of(bazaar, account):
    good = make_good(pieces=5)
    live(account, good)
    worker.run_due()
    good.stock.update(on_hand=2)
    assert "5 pieces are offered, 2 may be" in broken()[NAMES[2]][0]
    actions.touch([good.good_id])
    assert NAMES[2] not in broken()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": "sending"}, "nobody is at it any more"),
        ({"state": "done", "ended_at": None}, "nobody knows when"),
        ({"state": "sending", "ended_at": Now()}, "it has ended, and is under way"),
    ],
)
def test_attempt_that_is_not_as_it_says_is_named(bazaar, account, fields, said):
    live(account, make_good())
    worker.run_due()
    Attempt.objects.update(**({"ended_at": None} | fields))
    assert any(said in each for each in broken()[NAMES[4]])


def test_attempt_of_a_turn_that_goes_on_is_no_fault(bazaar, account):
    live(account, make_good())
    Attempt.objects.update(state="sending", ended_at=None)
    Account.objects.update(turn_until=timezone.now() + timedelta(minutes=5))
    assert not any("nobody is at it" in each for each in broken().get(NAMES[4], []))


def test_unknown_offer_that_nobody_reads_is_named(bazaar, account):
    live(account, make_good())
    Attempt.objects.update(state="unknown", ended_at=None)
    Offer.objects.update(sending={"stock": "x"}, look_at=None)
    assert any("nobody reads it back" in each for each in broken()[NAMES[4]])


def test_order_said_to_be_another_is_named(bazaar, account):
    bazaar.tell(account.key, told({make_good(): 1}, key="T-1"))
    turn(account)
    Sale.objects.update(external_id="T-2")
    assert "it is said to be" in broken()[NAMES[5]][0]


def test_closed_account_is_sound(bazaar, account):
    live(account, make_good())
    actions.close_account(account, by=BY)
    turn(account)
    worker.run_due()
    assert broken() == {}
