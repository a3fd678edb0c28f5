"""What was sold elsewhere comes back when the channel lets it: also after our own return days, its maker paid."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from haat.ledger import actions
from haat.ledger.models import Due
from haat.orders import actions as orders
from tests.ledger.books import ACCOUNTANT, COLLECTOR, books, broken, delivered, upi_reference, work
from tests.ledger.elsewhere import settle, sold
from tests.make import BY
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def take_back(part, pieces=1):
    line = part.lines.get()
    return orders.take_back_pieces(part, pieces={line.pk: pieces}, reason="the channel took it back", by=BY)


def test_comes_back_after_our_days_and_before_its_maker_is_paid():
    part = sold(pieces=2)
    settle(part, came=part.total_paise)
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        take_back(part)
        work()
        due = Due.objects.get()
        assert (due.state, due.amount_paise) == ("earned", part.maker_paise // 2)
        assert (books()["channel_due"], "return_loss" in books()) == (part.goods_paise // 2, False)
        assert broken() == {}


def test_comes_back_after_its_maker_was_paid_and_the_mart_bears_it():
    part = sold()
    settle(part, came=part.total_paise)
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        run = actions.release_payouts(actions.propose_payouts(part.mart, by=ACCOUNTANT), by=COLLECTOR)
        actions.payout_paid(run.payouts.get(), utr=upi_reference(), by=BY)
        take_back(part)
        work()
        assert (books()["return_loss"], books()["channel_due"]) == (part.maker_paise, part.goods_paise)
        assert Due.objects.get().state == "paid"
        settle(part, came=-5_000)  # what the channel keeps of the next money is told as taken back
        assert (books()["channel_due"], books()["return_loss"]) == (part.goods_paise - 5_000, part.maker_paise)
        assert broken() == {}


def test_what_our_own_shop_sold_keeps_to_its_days():
    part = delivered()
    work()
    with time_machine.travel(timezone.now() + timedelta(days=8)), refused("orders.too_late_to_return"):
        take_back(part)
