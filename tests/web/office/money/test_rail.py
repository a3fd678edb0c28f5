"""What waits beside the word Money, on every page of the office."""

import pytest
from django.urls import reverse

from haat.ledger import actions as ledger
from haat.payments import actions as payments
from tests.ledger.books import ACCOUNTANT, COLLECTOR, payable, upi_reference
from tests.make import BY, make_order
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db


def waits(accountant):
    rail = accountant.get(reverse("office:today:list")).context["rail"]
    return next(room["count"] for room in rail if room["url"] == reverse("office:money:money"))


def test_payouts_wait_from_their_proposal_until_a_second_person_has_answered():
    here, accountant = district(), officer("accountant")
    for maker in (here.maker, here.other):
        payable(maker)
    assert waits(accountant) == ""
    first = ledger.propose_payouts(here.mart, maker_ids=[here.maker.pk], by=ACCOUNTANT)
    assert waits(accountant) == 1
    ledger.release_payouts(first, by=COLLECTOR)
    assert waits(accountant) == ""
    second = ledger.propose_payouts(here.mart, by=ACCOUNTANT)
    assert waits(accountant) == 1
    ledger.drop_payouts(second, by=COLLECTOR)
    assert waits(accountant) == ""


def test_payments_wait_from_the_buyers_claim_until_they_were_looked_for():
    district()
    accountant = officer("accountant")
    payment = payments.ask(make_order(method="upi"), by=BY)
    assert waits(accountant) == ""
    claimed = payments.claim(payment, reference=upi_reference(), by=BY)
    assert waits(accountant) == 1
    payments.confirm(claimed, reference=claimed.reference, amount_paise=claimed.amount_paise, by=BY)
    assert waits(accountant) == ""
