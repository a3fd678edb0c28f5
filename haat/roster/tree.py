"""The tree of a mart with its counts: from kept tallies, a grouped statement for what is shown."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

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


def top(mart: Mart, place: Place) -> Level:
    """The federations (and village organisations that stand alone) with the counts of all below: two statements."""
    rows = tallies(mart, place).order_by().annotate(node=Coalesce("organisation__parent_id", "organisation_id"))
    counts, whole = _counts(rows.values_list("node", "stage"))
    found = Organisation.objects.filter(mart=mart, parent=None, closed_at=None).select_related("place")
    everywhere = place.contains(mart.place)
    shown = [row for row in found.order_by("slug", "pk") if everywhere or row.pk in counts]
    nodes = [Node(row, counts.get(row.pk, Count())) for row in shown]
    return Level(nodes, counts.get(None, Count()), whole)


def within(mart: Mart, place: Place, organisation: Organisation) -> Level:
    """The village organisations below one, each with its counts; `alone` are its own groups: two statements."""
    own = tallies(mart, place).filter(Q(organisation=organisation) | Q(organisation__parent=organisation))
    counts, whole = _counts(own.order_by().annotate(node=F("organisation_id")).values_list("node", "stage"))
    children = organisation.children.filter(closed_at=None).select_related("place").order_by("slug", "pk")
    everywhere = place.contains(mart.place)
    shown = [row for row in children if everywhere or row.pk in counts]
    nodes = [Node(row, counts.get(row.pk, Count())) for row in shown]
    return Level(nodes, counts.get(organisation.pk, Count()), whole)


def _counts(rows: "QuerySet[Tally, tuple[int | None, str]]") -> tuple[dict[int | None, Count], Count]:
    counts: dict[int | None, Count] = {}
    whole = Count()
    figures: Iterable[tuple[int | None, str, int, int, int]] = rows.annotate(
        n=Sum("groups"), m=Sum("members"), h=Sum("households")
    )
    for node, stage, *told in figures:
        counts.setdefault(node, Count()).add(stage, *told)
        whole.add(stage, *told)
    return counts, whole
