"""A maker reads that her money waits for the second signature, until it is released."""

import pytest

from haat.ledger import actions
from haat.ledger.models import Due, Payout
from haat.ledger.queries import owed
from haat.web.maker.money.pages import when, why
from tests.ledger.books import COLLECTOR, proposed
from tests.make import make_maker

pytestmark = pytest.mark.django_db


def test_money_waits_for_the_second_signature_until_it_is_released():
    maker = make_maker()
    run = proposed(maker)
    money, due = owed(maker), Due.objects.select_related("payout").get()
    assert (money.unsigned_paise, money.sent_paise) == (money.on_the_way_paise, 0)
    assert why(money) == "It waits for the second signature. Then it goes to the bank."
    assert when(due, due.pay_from) == "Waits for the second signature"
    actions.release_payouts(run, by=COLLECTOR)
    money, due = owed(maker), Due.objects.select_related("payout").get()
    assert (money.unsigned_paise, money.sent_paise) == (0, Payout.objects.get().amount_paise)
    assert when(due, due.pay_from) == "On its way to the bank"
