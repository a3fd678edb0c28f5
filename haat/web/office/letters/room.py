"""Certificates and cards: who went live and gets one, the ceremonies, and who may show a card."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.letters.queries import open_within
from haat.places.models import Mart, Place
from haat.web.office.desk.rooms import Field, Room, Shape
from haat.web.office.letters.words import CARD_KINDS, CARD_STATES, ENDED


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Certificates that nobody has handed over."""
    return (open_within(mart, place),)


def signing(data: Mapping[str, Any]) -> Shape:
    """Who signed before, who signs now and from when."""
    return data["before"], data["after"] | {"from_on": data["from_on"]}


def handed(data: Mapping[str, Any]) -> Shape:
    """When and by whom."""
    return {}, {"handed_on": data["handed_on"], "handed_by": data["handed_by"]}


ROOM = Room(
    title=_("Certificates"),
    order=28,
    kept=True,
    first="office:letters:list",
    deed="see_letters",
    waits=waits,
    words={"card_kind": CARD_KINDS, "card_state": CARD_STATES, "card_ended": ENDED},
    events={
        "letters.signing_set": _("Who signs was written down"),
        "letters.made": _("Certificate made"),
        "letters.ceremony_set": _("Ceremony prepared"),
        "letters.ceremony_called_off": _("Ceremony called off"),
        "letters.printed": _("Certificate printed"),
        "letters.handed": _("Certificate handed over"),
        "letters.handed_taken_back": _("Handing over taken back"),
        "letters.taken_off": _("Taken off the list of a ceremony"),
        "letters.card_made": _("Card made"),
        "letters.card_printed": _("Card printed"),
        "letters.card_ended": _("Card ended"),
    },
    fields={
        "letters.people": Field(_("Who signs"), "list"),
        "letters.from_on": Field(_("From"), "day"),
        "letters.prints": Field(_("Prints")),
        "letters.handed_on": Field(_("Handed over on"), "day"),
        "letters.handed_by": Field(_("Handed over by")),
        "letters.letters": Field(_("Certificates")),
        "letters.valid_until": Field(_("Valid until"), "day"),
        "letters.number": Field(_("Number")),
        "letters.why": Field(_("Reason"), "word:card_ended"),
    },
    reads={
        "letters.signing_set": signing,
        "letters.printed": lambda data: ({}, {"prints": data["prints"]}),
        "letters.handed": handed,
        "letters.handed_taken_back": lambda data: ({"handed_on": data["handed_on"]}, {"handed_by": data["handed_by"]}),
        "letters.ceremony_set": lambda data: ({}, {"letters": data["letters"]}),
        "letters.ceremony_called_off": lambda data: ({}, {"letters": data["letters"]}),
        "letters.card_made": lambda data: ({}, {"number": data["number"], "valid_until": data["valid_until"]}),
        "letters.card_printed": lambda data: ({}, {"prints": data["prints"]}),
        "letters.card_ended": lambda data: ({}, {"number": data["number"], "why": data["why"]}),
    },
)
