"""A card holds while what it says is so; a lost one ends when the new one is made."""

from datetime import timedelta

import pytest

from haat.core.dates import today
from haat.letters import actions
from haat.letters.models import Card
from haat.letters.queries import card_by_code
from haat.letters.rules import last_card_day, next_march
from haat.makers.models import Maker
from haat.people.models import Role
from tests.make import BY, make_block, make_maker, make_mart, make_officer
from tests.make_letters import make_card, role_of
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def holds(card: Card) -> bool:
    found = card_by_code(make_mart(), card.code)
    return bool(found and found.holds)


def worker_card() -> Card:
    user = make_officer("coordinator", place=make_block("Sarath"))
    (card,) = actions.make_cards(make_mart(), roles=[role_of(user, "coordinator").pk], valid_until=next_march(), by=BY)
    return card


def test_who_leads_has_one_card_however_often_it_is_made():
    maker = make_maker()
    one, other = make_card(maker), make_card(maker)
    assert (one.pk, Card.objects.count(), holds(one)) == (other.pk, 1, True)


def test_card_of_a_role_ends_with_the_role():
    card = worker_card()
    assert holds(card)
    Role.objects.filter(user=card.user).delete()
    assert not holds(card)


def test_card_of_a_seller_ends_when_the_group_is_paused_or_she_leads_no_more():
    card = make_card()
    for change, back in (({"state": Maker.State.PAUSED}, {"state": Maker.State.LIVE}),):
        Maker.objects.update(**change)
        assert not holds(card)
        Maker.objects.update(**back)
    assert holds(card)
    card.member.leads = False
    card.member.save()
    assert not holds(card)


def test_card_ends_with_its_day():
    card = make_card()
    Card.objects.update(valid_until=today() - timedelta(days=1))
    assert not holds(card)


def test_lost_card_gets_a_new_number_and_the_old_one_ends():
    card = make_card()
    new = actions.replace_card(card, by=BY)
    assert actions.replace_card(card, by=BY).pk == new.pk
    assert (holds(card), holds(new)) == (False, True)
    assert new.number != card.number
    assert (Card.objects.get(pk=card.pk).why, Card.objects.count()) == ("lost", 2)


def test_ended_card_is_neither_printed_nor_replaced():
    card = make_card()
    for _turn in range(2):
        actions.end_card(card, by=BY)
    with refused("letters.card_over"):
        actions.print_cards([card.pk], key="k", by=BY)
    with refused("letters.card_over"):
        actions.replace_card(card, by=BY)


def test_card_is_printed_once_a_key():
    card = make_card()
    for key in ("a", "a", "b"):
        (printed,) = actions.print_cards([card.pk], key=key, by=BY)
    assert printed.prints == 2


@pytest.mark.parametrize("day", [today, lambda: last_card_day() + timedelta(days=1)])
def test_card_that_has_run_out_or_holds_too_long_is_refused(day):
    with refused("letters.bad_card_day", field="valid_until"):
        actions.make_cards(make_mart(), members=[1], valid_until=day(), by=BY)


def test_member_who_does_not_lead_gets_none():
    member = make_maker().members.get()
    member.leads = False
    member.save()
    with refused("letters.no_card_for", field="chosen") as caught:
        actions.make_cards(make_mart(), members=[member.pk], valid_until=next_march(), by=BY)
    assert "Sita Devi" in caught.value.message


def test_officer_of_the_desk_gets_none():
    role = role_of(make_officer("desk"), "desk")
    with refused("letters.no_card_for"):
        actions.make_cards(make_mart(), roles=[role.pk], valid_until=next_march(), by=BY)
