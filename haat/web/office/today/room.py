"""Today: what is stuck in any room."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.web.office.desk.rooms import Field, Room, Shape


def role(data: Mapping[str, Any]) -> Shape:
    """Which role, and where."""
    where = {"organisation": data["organisation"]} if "organisation" in data else {"place": data["place"]}
    return {}, {"role": data["role"], **where}


ROOM = Room(
    title=_("Today"),
    order=10,
    first="office:today:list",
    deed="see_office",
    events={
        "places.mart_opened": _("Mart set up"),
        "places.mart_changed": _("Mart changed"),
        "people.role_given": _("Role given"),
        "people.role_taken": _("Role ended"),
    },
    fields={
        "places.names": Field(_("Name"), "names"),
        "places.legal_name": Field(_("Legal name")),
        "places.address": Field(_("Address")),
        "places.phone": Field(_("Phone")),
        "places.email": Field(_("E-mail")),
        "places.grievance_officer": Field(_("Grievance officer")),
        "places.languages": Field(_("Languages"), "languages"),
        "places.hosts": Field(_("Web addresses"), "list"),
        "places.order_prefix": Field(_("Letters of order numbers")),
        "places.accent": Field(_("Colour")),
        "places.vpa": Field(_("UPI address")),
        "people.role": Field(_("Role"), "word:role"),
        "people.place": Field(_("Place"), "place"),
    },
    reads={"people.role_given": role, "people.role_taken": role},
)
