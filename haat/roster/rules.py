"""Who sees which groups, which list may change what is known, and how far groups are."""

from django.db.models import QuerySet

from haat.catalogue.standing import BANK, DESK, GOOD, LEADER, PAPER, PAUSED, SELLS
from haat.makers.rules import at_node
from haat.people.models import User
from haat.people.rules import scope
from haat.places.models import Mart, Place
from haat.roster.models import Group

# How far a group is: it sells; or what keeps it (`catalogue.standing`); or nobody has asked it yet.
NEVER = "never"
STAGES = (SELLS, GOOD, BANK, LEADER, PAPER, DESK, PAUSED, NEVER)


def may_tell(group: "Group | tuple[int, str]", rank: int, digest: str) -> bool:
    """Whether a list of this rank and these columns changes what is known of a group; else it only adds to it.

    So two lists that spell one thing otherwise do not change it to and fro at every reading.
    """
    told_rank, told_by = (group.told_rank, group.told_by) if isinstance(group, Group) else group
    return rank > told_rank or (rank == told_rank and digest == told_by) or not told_by


def reach(user: User, mart: Mart, deed: str) -> Place | None:
    """The widest place at which she may do `deed`; None for nowhere."""
    return scope(user, mart, deed)


def ever_visible_to(user: User, mart: Mart, deed: str = "see_groups") -> "QuerySet[Group]":
    """The groups of `mart` at or below the place where she may do `deed`; those merged too."""
    place = scope(user, mart, deed)
    if place is None:
        return Group.objects.none()
    return Group.objects.filter(place.reach(mart, "block"), mart=mart)


def visible_to(user: User, mart: Mart, deed: str = "see_groups") -> "QuerySet[Group]":
    """The same without those that were found to be another one."""
    return ever_visible_to(user, mart, deed).exclude(state=Group.State.MERGED)


def groups_at_node(user: User, mart: Mart) -> "QuerySet[Group]":
    """The groups of the organisations and villages that a secretary or a CRP keeps; none for everybody else."""
    there = at_node(user, mart)
    if there is None:
        return Group.objects.none()
    return Group.objects.filter(there, mart=mart).exclude(state=Group.State.MERGED)
