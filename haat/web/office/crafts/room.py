"""Crafts: what makers practise, kept for all marts of the installation."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.catalogue.queries import open_craft_asks
from haat.places.models import Mart, Place
from haat.review import stuck
from haat.web.office.desk.rooms import Field, Room, Trouble


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Crafts that makers asked for."""
    return (open_craft_asks(mart, place),)


ROOM = Room(
    title=_("Crafts"),
    order=32,
    kept=True,
    first="office:crafts:list",
    deed="change_crafts",
    whole_mart=True,
    waits=waits,
    words={
        "question_kind": {
            "text": _("words"),
            "number": _("a number"),
            "choice": _("a choice"),
            "size": _("a size"),
            "yes_no": _("yes or no"),
        },
    },
    events={
        "catalogue.craft_made": _("Craft added"),
        "catalogue.craft_changed": _("Craft changed"),
        "catalogue.craft_asked": _("A maker asked for a craft"),
        "catalogue.craft_answered": _("Answered to the maker"),
    },
    fields={
        "catalogue.lines": Field(_("What is made"), "names"),
        "catalogue.papers": Field(_("Papers needed"), "word:paper"),
        "catalogue.materials": Field(_("Materials"), "named"),
        "catalogue.drawing": Field(_("Drawing"), "drawing"),
        "catalogue.position": Field(_("Place in the list")),
    },
    troubles=(
        Trouble(
            kind="asked_craft",
            find=stuck.asked_crafts,
            says=_("A maker asks for a craft that is not on the list: %(what)s"),
            key=_("Answer her"),
            page="office:crafts:list",
        ),
    ),
)
