"""What certificates, cards, work and earnings need: a maker on sale in the shop, who signs, and a letter."""

from datetime import timedelta
from typing import Any

from haat.core.dates import today
from haat.letters import actions
from haat.letters.models import Begun, Card, Letter
from haat.letters.rules import next_march
from haat.makers.models import Maker
from haat.people.models import Role, User
from haat.places.models import Mart
from tests.make import BY, make_good, make_maker, make_mart, make_member

SIGNS = [
    {"names": {"hi": "विशाल सागर", "en": "Vishal Sagar"}, "offices": {"hi": "उपायुक्त", "en": "Deputy Commissioner"}}
]


def make_signing(mart: Mart | None = None) -> None:
    """Somebody signs from today on."""
    actions.set_signing(mart or make_mart(), people=SIGNS, from_on=today(), by=BY)


def make_begun(maker: Maker | None = None) -> Begun:
    """A maker whose good passed the desk while it was open, as the trail tells."""
    maker = maker or make_maker()
    make_good(maker=maker)
    actions.note_begun([maker.pk])
    return Begun.objects.get(maker=maker, where="mart")


def make_letter(maker: Maker | None = None, *, ceremony: bool = False) -> Letter:
    """Its certificate, which somebody signs; at a ceremony of its own, if that is asked for."""
    begun = make_begun(maker)
    make_signing(begun.mart)
    letter = actions.make_letter(begun, by=BY)
    if ceremony:
        told = {"title": "Diwali fair", "place": "Town hall", "held_on": today() + timedelta(days=3)}
        actions.hold_ceremony(begun.mart, chosen=[begun.pk], key=f"make:{letter.pk}", by=BY, **told)
        letter.refresh_from_db()
    return letter


def make_card(maker: Maker | None = None) -> Card:
    """The card of who leads a maker."""
    maker = maker or make_maker()
    member = maker.members.filter(leads=True).first() or make_member(maker, leads=True)
    (card,) = actions.make_cards(maker.mart, members=[member.pk], valid_until=next_march(), by=BY)
    return card


def role_of(user: User, kind: str) -> Role:
    """Her role of this kind."""
    return Role.objects.get(user=user, kind=kind)


def letter_things(maker: Maker) -> dict[str, Any]:
    """What the room's addresses name: a letter at a ceremony, and a card, of this maker."""
    letter, card = make_letter(maker, ceremony=True), make_card(maker)
    return {
        "letter": letter.pk,
        "ceremony": letter.ceremony_id,
        "letter_code": letter.code,
        "card": card.pk,
        "card_code": card.code,
    }
