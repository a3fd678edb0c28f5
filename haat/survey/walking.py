"""Reading who walks which village, what is walked, and where nobody was at home."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, OuterRef, QuerySet

from haat.core.languages import best
from haat.makers.models import Member
from haat.people.models import Role, User
from haat.people.queries import people
from haat.people.rules import DEEDS, roles_of
from haat.places.models import Mart, Place
from haat.survey.models import ClosedHouse, Find, Walk
from haat.survey.queries import walked_by


def workers_at(mart: Mart, place: Place) -> list[User]:
    """Who surveys at a village, by name: field workers and the coordinator of its block."""
    roles = Role.objects.filter(mart=mart, kind__in=WALK_KINDS, organisation_id=None).select_related("place")
    there = [role.user_id for role in roles if role.place.contains(place)]
    return sorted((user for user in people(there).values() if user.is_active), key=str)


# The desk may survey too; a village is given to who lives near it.
WALK_KINDS = tuple(sorted(DEEDS["survey"] - {Role.Kind.DESK}))


def walks_of(user: User, mart: Mart) -> list[Walk]:
    """What a worker was given, with its village; what is not walked yet first, in the order it was given.

    Where her role has ended she sees nothing more.
    """
    rows = Walk.objects.filter(mart=mart, worker=user.pk, ended_at=None).select_related("place__parent")
    places = walked_by(user, mart)
    hers = [walk for walk in rows if any(place.contains(walk.place) for place in places)]
    return sorted(hers, key=lambda walk: (walk.done_at is not None, walk.pk))


def names_on_phone(user: User, mart: Mart) -> list[str]:
    """Who may be walking with this phone: its owner, and those of its seats in makers; none where it has one role only.

    A family has one phone: its worker, its member of a group and its secretary sign in with the same number.
    """
    seats = Member.objects.filter(user=user, active=True, maker__mart=mart).order_by("pk")
    names = [best(seat.names).text for seat in seats]
    if not names and all(role.kind in DEEDS["survey"] for role in roles_of(user, mart)):
        return []
    return list(dict.fromkeys(name for name in (user.name, *names) if name))


def orphaned(mart: Mart, place: Place) -> "QuerySet[Walk]":
    """What at or below a place is given, not walked to its end, and with somebody who does not walk there any more."""
    roles = Role.objects.filter(
        mart=OuterRef("mart"), user=OuterRef("worker"), kind__in=WALK_KINDS, organisation_id=None, user__is_active=True
    )
    # A place is below another when its path begins with the other's.
    walked = ExpressionWrapper(OuterRef("place__path"), CharField())
    above = roles.annotate(walked=walked).filter(walked__startswith=F("place__path"))
    return walks_within(mart, place).filter(~Exists(above), done_at=None)


def walks_at(mart: Mart, place: Place) -> list[Walk]:
    """Who walks what of a village, with the worker."""
    rows = Walk.objects.filter(mart=mart, place=place, ended_at=None).select_related("worker")
    return list(rows.order_by("hamlet_key", "pk"))


def village_at(mart: Mart, place: Place) -> "QuerySet[Place]":
    """The villages, and the block itself for what stands in no list, at or below a place of the mart."""
    kinds = (Place.Kind.LOCALITY, Place.Kind.BLOCK)
    return Place.objects.filter(place.range("path"), mart.place.range("path"), kind__in=kinds).select_related("parent")


def walks_within(mart: Mart, place: Place) -> "QuerySet[Walk]":
    """What is given at or below a place."""
    return Walk.objects.filter(place.range("place__path"), mart=mart, ended_at=None)


def closed_at(mart: Mart, place: Place) -> list[ClosedHouse]:
    """The houses of a village to come to again, the longest ago first."""
    return list(ClosedHouse.objects.filter(mart=mart, place=place, ended_at=None).order_by("found_at", "pk"))


def walk_of(mart: Mart, pk: int) -> Walk | None:
    """What somebody was given."""
    return Walk.objects.filter(mart=mart, pk=pk).first()


def house_of(mart: Mart, pk: int) -> ClosedHouse | None:
    """A house where nobody was at home."""
    return ClosedHouse.objects.filter(mart=mart, pk=pk).first()


def closed_of(mart: Mart, places: Iterable[int]) -> dict[int, int]:
    """Village → how many houses are to come to again; one statement."""
    rows = ClosedHouse.objects.filter(mart=mart, place__in=list(places), ended_at=None).order_by()
    return dict(rows.values_list("place").annotate(n=Count("pk")))


@dataclass
class Walked:
    """A village: who walks it, how much of it is walked, how many houses were closed, how many makers were found."""

    place: Place
    walks: list[Walk] = field(default_factory=list)
    closed: int = 0
    found: int = 0

    @property
    def done(self) -> int:
        """So many of its parts are walked to their end."""
        return sum(walk.done_at is not None for walk in self.walks)

    @property
    def left(self) -> int:
        """So many are not."""
        return len(self.walks) - self.done


def villages_given(mart: Mart, place: Place) -> list[Walked]:
    """Every village at or below a place that is given to somebody, or has a closed house, by name; five statements."""
    walks: dict[int, list[Walk]] = defaultdict(list)
    for walk in walks_within(mart, place).select_related("worker").order_by("hamlet_key", "pk"):
        walks[walk.place_id].append(walk)
    open_ = ClosedHouse.objects.filter(place.range("place__path"), mart=mart, ended_at=None).order_by()
    closed = dict(open_.values_list("place").annotate(n=Count("pk")))
    keys = {*walks, *closed}
    finds = Find.objects.filter(mart=mart, place__in=keys).order_by()
    found = dict(finds.values_list("place").annotate(n=Count("pk")))
    places = Place.objects.filter(pk__in=keys).select_related("parent")
    rows = [Walked(one, walks.get(one.pk, []), closed.get(one.pk, 0), found.get(one.pk, 0)) for one in places]
    return sorted(rows, key=lambda row: (not row.left, str(row.place)))


def village_whole(mart: Mart, place: Place) -> Walked:
    """One village with the same."""
    walks = walks_at(mart, place)
    number = Find.objects.filter(mart=mart, place=place).count()
    return Walked(place, walks, ClosedHouse.objects.filter(mart=mart, place=place, ended_at=None).count(), number)
