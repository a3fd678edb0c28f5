"""The tree of a mart with its counts: from kept tallies, a grouped statement for what is shown."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Coalesce

from haat.catalogue.standing import SELLS
from haat.makers.models import Organisation
from haat.places.models import Mart, Place
from haat.roster.models import Tally
from haat.roster.rules import STAGES


@dataclass
class Count:
    """So many groups, members and households, and how far the groups are."""

    groups: int = 0
    members: int = 0
    households: int = 0
    stages: "Counter[str]" = field(default_factory=Counter)

    @property
    def sell(self) -> int:
        return self.stages[SELLS]

    @property
    def not_yet(self) -> int:
        return self.groups - self.sell

    @property
    def most(self) -> tuple[str, int]:
        """What keeps most of them from selling, and how many; ("", 0) when all sell."""
        left = [(self.stages[stage], stage) for stage in STAGES if stage != SELLS and self.stages[stage]]
        number, stage = max(left, default=(0, ""), key=lambda each: each[0])
        return stage, number

    def add(self, stage: str, groups: int, members: int, households: int) -> None:
        self.groups += groups
        self.members += members
        self.households += households
        self.stages[stage] += groups


@dataclass
class Node:
    """An organisation with the counts of all below it."""

    organisation: Organisation
    count: Count


@dataclass
class Level:
    """Nodes of one level in their order, what belongs to none of them, and all together."""

    nodes: list[Node]
    alone: Count
    all: Count


def tallies(mart: Mart, place: Place) -> "QuerySet[Tally]":
    """The tallies of a mart at or below a place."""
    return Tally.objects.filter(place.reach(mart, "block"), mart=mart)


@dataclass
class Branch:
    """A federation that is opened (`above`), or within it a village organisation (`at`), and what lies in it."""

    at: Organisation
    above: Organisation
    inside: Level

    @property
    def own(self) -> Count:
        """What belongs to `at` itself and to nobody below it."""
        if self.at == self.above:
            return self.inside.alone
        return next((node.count for node in self.inside.nodes if node.organisation == self.at), Count())


def tree(mart: Mart, place: Place, at: int = 0) -> tuple[Level, Branch | None]:
    """The federations (and village organisations that stand alone) with the counts of all below, and the branch of
    organisation `at`, if that is to be opened: two statements."""
    found = _organisations(mart, at)
    opened = next((row for row in found if row.pk == at), None)
    above = opened if opened is None or opened.parent_id is None else opened.parent
    tops, own, whole = _counts(mart, place, above)
    everywhere = place.contains(mart.place)

    def level(rows: Iterable[Organisation], counts: dict[int | None, Count], alone: Count, every: Count) -> Level:
        nodes = [Node(row, counts.get(row.pk, Count())) for row in rows if everywhere or row.pk in counts]
        return Level(nodes, alone, every)

    first = level((row for row in found if row.parent_id is None), tops, tops.get(None, Count()), whole)
    if opened is None or above is None or not (everywhere or above.pk in tops):
        return first, None
    children = (row for row in found if row.parent_id == above.pk)
    inside = level(children, own, own.get(above.pk, Count()), tops.get(above.pk, Count()))
    return first, Branch(opened, above, inside)


def _organisations(mart: Mart, at: int) -> list[Organisation]:
    """Those without one above them, and those of the branch of `at`, by their English name."""
    rows = Organisation.objects.filter(mart=mart, closed_at=None).select_related("place", "parent__place")
    wanted = Q(parent=None)
    if at:
        wanted |= Q(parent=at) | Q(parent__in=Organisation.objects.filter(pk=at).values("parent"))
    return list(rows.filter(wanted).order_by("slug", "pk"))


Counts = dict[int | None, Count]


def _counts(mart: Mart, place: Place, above: Organisation | None) -> tuple[Counts, Counts, Count]:
    """The counts by who stands above all, those of the branch of `above` one by one, and all together."""
    rows = tallies(mart, place).order_by().annotate(node=Coalesce("organisation__parent_id", "organisation_id"))
    below = Q(organisation=above) | Q(organisation__parent=above) if above is not None else None
    own = Case(When(below, then=F("organisation_id"))) if below is not None else Value(None)
    rows = rows.annotate(own=Cast(own, BigIntegerField()))
    figures = rows.values_list("node", "own", "stage").annotate(n=Sum("groups"), m=Sum("members"), h=Sum("households"))
    tops, branch, whole = Counts(), Counts(), Count()
    for node, mine, stage, *told in figures:
        tops.setdefault(node, Count()).add(stage, *told)
        if mine is not None:
            branch.setdefault(mine, Count()).add(stage, *told)
        whole.add(stage, *told)
    return tops, branch, whole
