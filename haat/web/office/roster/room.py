"""Groups: every group of the district as lists know it, the tree it stands in, and the lists themselves."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.places.models import Mart, Place
from haat.roster.queries import waiting_lists
from haat.web.office.desk.rooms import Field, Room, Shape
from haat.web.office.roster.words import CODES, KINDS, LISTS, ROLES, SHAPES, STAGES


def _lists(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Lists that wait for a person."""
    return (waiting_lists(mart),)


def linked(data: Mapping[str, Any]) -> Shape:
    """To which producer group."""
    return {}, {"producer_group": data["called"]}


def unlinked(data: Mapping[str, Any]) -> Shape:
    """From which producer group."""
    return {"producer_group": data["called"]}, {"producer_group": ""}


def other(data: Mapping[str, Any]) -> Shape:
    """Which other group it was."""
    return {}, {"group": data["called"]}


ROOM = Room(
    title=_("Groups"),
    order=21,
    kept=True,
    first="office:roster:list",
    deed="see_groups",
    also_waits={"bring_groups": _lists},
    words={
        "stage": STAGES,
        "group_list": LISTS,
        "list_shape": SHAPES,
        "group_kind": KINDS,
        "group_code": CODES,
        "group_role": ROLES,
    },
    events={
        "roster.list_received": _("List sent"),
        "roster.columns_said": _("Columns said"),
        "roster.list_bringing": _("List to be brought in"),
        "roster.list_brought": _("List brought in"),
        "roster.list_broken_off": _("List could not be read to its end"),
        "roster.group_enrolled": _("Enrolled"),
        "roster.group_moved": _("Moved"),
        "roster.group_linked": _("Also belongs to a producer group"),
        "roster.group_unlinked": _("No longer belongs to a producer group"),
        "roster.groups_kept_apart": _("Found to be two groups"),
        "roster.groups_merged": _("Found to be another group"),
        "roster.group_took_in": _("Another group was found to be this one"),
        "roster.groups_parted": _("Found to be two groups again"),
    },
    fields={
        "roster.names": Field(_("Name"), "names"),
        "roster.organisation": Field(_("Federation or village organisation"), "organisation"),
        "roster.block": Field(_("Block"), "place"),
        "roster.place": Field(_("Village"), "place"),
        "roster.village": Field(_("Village as it is written")),
        "roster.since": Field(_("Since")),
        "roster.told_members": Field(_("Members")),
        "roster.makes": Field(_("What they make")),
        "roster.phone": Field(_("Phone")),
        "roster.officers": Field(_("Who leads"), "list"),
        "roster.account_end": Field(_("Account ends in")),
        "roster.ifsc": Field("IFSC"),
        "roster.kind": Field(_("Kind"), "word:group_kind"),
        "roster.producer_group": Field(_("Producer group")),
        "roster.group": Field(_("Group")),
    },
    reads={
        "roster.group_linked": linked,
        "roster.group_unlinked": unlinked,
        "roster.groups_kept_apart": other,
        "roster.groups_merged": other,
        "roster.group_took_in": other,
        "roster.groups_parted": other,
    },
)
