"""Her passbook of a month, from the money page: a PDF in her language, with her own share apart from the group's."""

import pytest
from django.test import Client

from haat.core.actor import Actor
from haat.core.dates import today
from haat.doubles.actions import merge_makers
from haat.ledger import actions
from haat.ledger.models import Share
from haat.makers import actions as makers
from haat.makers.models import Maker
from tests.ledger.books import ACCOUNTANT, COLLECTOR, payable
from tests.make import make_maker, make_officer
from tests.web.maker.conftest import sign_in
from tests.web.papers.read import pages_of


@pytest.fixture
def paid(maker: Maker):
    payable(maker)
    run = actions.release_payouts(actions.propose_payouts(maker.mart, by=ACCOUNTANT), by=COLLECTOR)
    return actions.payout_paid(run.payouts.get(), utr="SBIN2026112299", by=ACCOUNTANT)


def address() -> str:
    return f"/maker/money/passbook/{today().year}/{today().month}/"


def test_passbook_says_orders_payment_utr_and_balances(phone: Client, maker: Maker, paid):
    assert f'href="{address()}"' in phone.get("/maker/money/").content.decode()
    answer = phone.get(address())
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    text = " ".join(pages_of(answer.content))
    number = paid.dues.get().part.number
    wanted = [number, "SBIN2026112299", "Opening balance", "Closing balance", "0.00", "My own share"]
    assert [word for word in wanted if word not in text] == []
    assert text.count(number) == 2  # as it was earned, and as it was paid


def test_passbook_says_what_came_from_a_maker_that_was_found_to_be_her(phone: Client, maker: Maker):
    other, first, second = make_maker(mart=maker.mart), Actor(801), Actor(802)
    part = payable(other)
    makers.pause_maker(other, by=first)
    assert merge_makers(maker, other, by=first) is None
    merge_makers(maker, other, by=second)
    text = " ".join(" ".join(pages_of(phone.get(address()).content)).split())
    assert f"Taken over from another maker’s book {part.number}" in text


def test_own_share_stands_in_the_members_book_only(maker: Maker, paid):
    share = Share.objects.get(payout=paid)
    assert share.amount_paise == paid.amount_paise
    helper = sign_in(make_officer("coordinator", mart=maker.mart, place=maker.block))
    helper.get(f"/maker/?for={maker.pk}")
    assert "My own share" not in " ".join(pages_of(helper.get(address()).content))


@pytest.mark.parametrize("month", ["2019/5", "2026/13", "2026/0", "9999/12"])
def test_month_that_is_not_hers_is_not_there(phone: Client, paid, month: str):
    assert phone.get(f"/maker/money/passbook/{month}/").status_code == 404


def test_who_never_earned_reads_of_no_passbook(phone: Client, maker: Maker):
    assert "passbook/" not in phone.get("/maker/money/").content.decode()
    assert phone.get(address()).status_code == 404
