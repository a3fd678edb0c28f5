"""How far makers are: who sells, and what most keeps the others from it, by federation and village organisation."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Sum, Value, When

from haat.catalogue.models import Good
from haat.makers.models import BankAccount, Document, Maker, MakerQuerySet, Member, Organisation
from haat.places.models import Mart, Place

STATE = Maker.State
# What stands first keeps her first.
SELLS, GOOD, PAUSED, BANK, LEADER, PAPER, DESK = "sells", "good", "paused", "bank", "leader", "paper", "desk"
WHYS = (GOOD, BANK, LEADER, PAPER, DESK, PAUSED)


def with_why(makers: MakerQuerySet) -> MakerQuerySet:
    """`makers` with `why`: SELLS, or the first of WHYS that keeps each from selling."""
    mine = {"maker": OuterRef("pk")}
    goods = Exists(Good.objects.filter(**mine, state=Good.State.LIVE))
    bank = Exists(BankAccount.objects.filter(**mine))
    leader = Exists(Member.objects.filter(**mine, leads=True, active=True))
    kinds = (Document.Kind.PAN, Document.Kind.GSTIN, Document.Kind.ENROLMENT)
    papers = Document.objects.filter(**mine, kind__in=kinds).exclude(state=Document.State.REFUSED)
    seller = Q(seller__gstin="", seller__enrolment="", seller__pan="")
    cases = (
        When(Q(state=STATE.LIVE) & goods, then=Value(SELLS)),
        When(state=STATE.LIVE, then=Value(GOOD)),
        When(state=STATE.PAUSED, then=Value(PAUSED)),
        When(~bank, then=Value(BANK)),
        When(~leader, then=Value(LEADER)),
        When(seller & ~Exists(papers), then=Value(PAPER)),
    )
    return makers.annotate(why=Case(*cases, default=Value(DESK), output_field=CharField()))


@dataclass
class Standing:
    """So many makers and members, and how far the makers are."""

    makers: int = 0
    members: int = 0
    whys: "Counter[str]" = field(default_factory=Counter)

    @property
    def sell(self) -> int:
        return self.whys[SELLS]

    @property
    def not_yet(self) -> int:
        return self.makers - self.sell

    @property
    def most(self) -> tuple[str, int]:
        """What keeps most of them from selling, and how many; ("", 0) when all sell."""
        left = [(self.whys[why], why) for why in WHYS if self.whys[why]]
        number, why = max(left, default=(0, ""), key=lambda each: each[0])
        return why, number

    def add(self, other: "Standing") -> None:
        if not other.makers:
            return
        self.makers += other.makers
        self.members += other.members
        self.whys += other.whys


def kept_by(makers: MakerQuerySet, why: str) -> "QuerySet[Any]":
    """Those of `makers` whose `why` is this."""
    kept: Any = with_why(makers)
    found: QuerySet[Any] = kept.filter(why=why)
    return found


def counted(makers: MakerQuerySet) -> dict[int | None, Standing]:
    """Organisation (None: of none) → its own makers; one statement for a whole district."""
    every: Any = with_why(makers).order_by()
    rows = every.values("organisation_id", "why").annotate(n=Count("pk"), m=Sum("member_count"))
    found: dict[int | None, Standing] = {}
    for row in rows:
        count = found.setdefault(row["organisation_id"], Standing())
        count.add(Standing(row["n"], row["m"] or 0, Counter({row["why"]: row["n"]})))
    return found


@dataclass
class Node:
    """An organisation with what lies below it; `count` is of all makers of its branch, `own` of its own alone."""

    organisation: Organisation
    own: Standing
    count: Standing
    below: "list[Node]" = field(default_factory=list)


@dataclass
class Tree:
    """The open organisations of a mart: from the top, and those makers who belong to none."""

    top: list[Node]
    nodes: dict[int, Node]
    alone: Standing
    all: Standing

    def number(self, kind: str) -> int:
        """How many organisations of a kind there are."""
        return sum(node.organisation.kind == kind for node in self.nodes.values())


def tree(mart: Mart, makers: MakerQuerySet, organisations: "QuerySet[Organisation]") -> Tree:
    """The tree of a mart with its counts: three statements."""
    counts = counted(makers)
    rows = list(organisations.filter(mart=mart).order_by("slug", "pk"))
    # A thousand organisations lie in few places: each place is read and made once.
    places = Place.objects.in_bulk({row.place_id for row in rows})
    for row in rows:
        row.place = places[row.place_id]
    none = Standing()  # what a node's `own` is never changes: most have no makers of their own
    nodes = {row.pk: Node(row, counts.get(row.pk, none), Standing()) for row in rows}
    top: list[Node] = []
    for node in nodes.values():
        parent = nodes.get(node.organisation.parent_id or 0)
        (parent.below if parent else top).append(node)
    for node in top:
        _add_up(node)
    whole = Standing()
    for count in counts.values():
        whole.add(count)
    return Tree(top, nodes, counts.get(None, Standing()), whole)


def _add_up(node: Node) -> Standing:
    node.count.add(node.own)
    for child in node.below:
        node.count.add(_add_up(child))
    return node.count
