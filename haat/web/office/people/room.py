"""People: who works here, in which role and where; invited, moved, blocked and let in anew."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.web.office.desk.rooms import Field, Room, Shape
from haat.web.office.people.words import STANDINGS


def moved(data: Mapping[str, Any]) -> Shape:
    """Where the role was held, and where it is held now."""
    return {"place": data["before"], "role": None}, {"place": data["place"], "role": data["role"]}


ROOM = Room(
    title=_("People"),
    order=80,
    kept=True,
    first="office:people:list",
    deed="see_people",
    words={"standing": STANDINGS},
    events={
        "people.role_moved": _("Role moved"),
        "people.invited": _("Invited"),
        "people.invitation_withdrawn": _("Invitation withdrawn"),
        "people.let_in_anew": _("Password and authenticator made void"),
        "people.joined": _("Came in by the invitation"),
        "people.email_set": _("E-mail changed"),
        "people.blocked": _("Blocked"),
        "people.forgotten": _("Erased"),
        "people.unblocked": _("Unblocked"),
    },
    fields={"people.organisation": Field(_("Federation or village organisation"), "organisation")},
    reads={"people.role_moved": moved},
)
