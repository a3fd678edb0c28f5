"""Sheets: tables of villages, makers and goods that officers bring."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.places.models import Mart, Place
from haat.sheets.queries import waiting_for_a_look
from haat.web.office.desk.rooms import Room
from haat.web.office.sheets.words import STATES


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Tables that were looked through and not brought in."""
    return (waiting_for_a_look(mart),)


ROOM = Room(
    title=_("Tables"),
    order=84,
    kept=True,
    first="office:sheets:list",
    deed="bring_sheets",
    whole_mart=True,
    waits=waits,
    words={"sheet": STATES},
    events={
        "sheets.received": _("Sent"),
        "sheets.bringing": _("To be brought in"),
        "sheets.brought": _("Brought in"),
        "sheets.broken_off": _("Could not be read to its end"),
    },
)
