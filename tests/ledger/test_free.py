"""Pieces that came free: they go and come back, and no money waits for them."""

import pytest

from haat.core.models import Event
from haat.ledger import actions
from haat.ledger.models import Due
from haat.ledger.queries import ageing, held_back, owed, ripe, unpaid, unripe
from haat.orders import actions as orders
from tests.ledger.books import ACCOUNTANT, COLLECTOR, books, broken, ripen, work
from tests.ledger.elsewhere import deliver, free_elsewhere, settle
from tests.make import BY
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def bring_back(part, *lines):
    ret = orders.take_back_pieces(part, pieces={line.pk: 1 for line in lines}, reason="broken", by=BY)
    work()
    return ret


def test_a_free_piece_that_came_back_holds_nothing_of_its_maker_back():
    part = deliver(free_elsewhere())
    settle(part, came=part.total_paise)
    ripen()
    before = books()
    ret = bring_back(part, part.lines.get(goods_paise=0))
    due = Due.objects.get()
    assert (list(ripe(part.mart)), held_back(part.mart)) == ([due], 0)
    assert owed(part.maker).ready_paise == due.amount_paise
    ret.part = part
    actions.take_back(ret, by=BY)
    assert (books(), Event.objects.filter(kind="ledger.taken_back").count()) == (before, 0)
    assert broken() == {}


def test_a_free_piece_waits_only_while_it_is_asked_for():
    part = deliver(free_elsewhere())
    settle(part, came=part.total_paise)
    ripen()
    asked = orders.ask_return(part, reason="broken", pieces={part.lines.get(goods_paise=0).pk: 1}, by=BY)
    work()
    assert not ripe(part.mart)
    orders.refuse_return(asked, reason="whole", by=BY)
    assert ripe(part.mart)


@pytest.mark.parametrize("together", [True, False])
def test_what_was_paid_for_beside_it_is_taken_back(together):
    part = deliver(free_elsewhere())
    settle(part, came=part.total_paise)
    lines = list(part.lines.order_by("goods_paise"))
    if together:
        bring_back(part, *lines)
    else:
        for line in lines:
            bring_back(part, line)
    due = Due.objects.get()
    assert (due.state, due.amount_paise, held_back(part.mart)) == ("taken_back", 0, 0)
    assert books() == {"bank": part.total_paise, "channel_due": part.total_paise}
    assert broken() == {}


def test_what_came_free_alone_is_in_no_payout_and_nobody_waits_for_it():
    part = deliver(free_elsewhere(beside=False))
    assert (Due.objects.get().amount_paise, owed(part.maker).next_day, unripe(part.mart)) == (0, None, [])
    ripen()
    with refused("ledger.nothing_owed"):
        actions.propose_payouts(part.mart, by=ACCOUNTANT)
    assert not unpaid(part.mart)
    assert {row.makers for row in ageing(part.mart)} == {0}
    bring_back(part, part.lines.get())
    assert (books(), broken()) == ({}, {})


def test_what_came_free_is_left_out_of_a_payout_of_the_same_maker():
    free = deliver(free_elsewhere(beside=False, delivery_paise=4_000))
    paid = deliver(free_elsewhere(beside=True))
    settle(free, came=4_000)
    settle(paid, came=paid.total_paise)
    ripen()
    run = actions.propose_payouts(paid.mart, by=ACCOUNTANT)
    run = actions.release_payouts(run, by=COLLECTOR)
    assert [due.part_id for payout in run.payouts.all() for due in payout.dues.all()] == [paid.pk]
    assert Due.objects.get(part=free).state == "earned"
    assert broken() == {}
