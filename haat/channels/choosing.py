"""Goods chosen to be published, or taken off: how each stands, what it needs first, and what doing it would come to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, QuerySet

from haat.catalogue.models import Good, Variant
from haat.channels.channel import find
from haat.channels.goods import named, where_of
from haat.channels.models import Account, Cause, Offer, Refusal
from haat.channels.queries import TASKS
from haat.studio.loading import BATCH, read_sizes
from haat.studio.readiness import Judge

S = Offer.State
Name = tuple[str, str]  # code and what it is about, as a cause has them
# How goods stand at an account, as one chooses among them; "" are those that are not offered there.
STANDINGS: Mapping[str, Sequence[str]] = {
    "ready": (S.READY,),
    "waiting": (S.SENDING, S.UNKNOWN, S.ACCEPTED),
    "live": (S.LIVE,),
    "hidden": (S.HIDDEN,),
    "refused": (S.REFUSED,),
    "blocked": (S.BLOCKED,),
    "paused": (S.PAUSED,),
}
READY, OTHER = "ready", "other"
# What a good needs first, in groups: by how its code begins.
GROUPS = {"paper": "paper", "picture": "picture", "attribute": "answer"}
MOST_REASONS = 30


@dataclass(frozen=True)
class Preview:
    """What publishing goods would do: how many are ready, and what the others need first."""

    goods: int = 0
    ready: int = 0
    paper: int = 0
    picture: int = 0
    answer: int = 0
    other: int = 0
    codes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Chosen:
    """Goods by their keys: their sizes that are chosen, and the reason that is to be mended first (None: ready)."""

    sizes: Mapping[int, Sequence[int]]
    first: Mapping[int, Name | None]

    @property
    def keys(self) -> list[int]:
        """All sizes."""
        return sorted(key for keys in self.sizes.values() for key in keys)

    @property
    def preview(self) -> Preview:
        groups = Counter(group_of(name) for name in self.first.values())
        codes = Counter(name[0] for name in self.first.values() if name is not None)
        return Preview(len(self.first), **groups, codes=dict(codes))

    @property
    def reasons(self) -> list[tuple[Name, int]]:
        """Each reason with how many goods it comes first for, most of them first."""
        found = Counter(name for name in self.first.values() if name is not None)
        return sorted(found.items(), key=lambda each: (-each[1], each[0]))[:MOST_REASONS]

    @property
    def ready(self) -> list[int]:
        """The goods (their keys) that are."""
        return sorted(good for good, name in self.first.items() if name is None)

    def until(self, last: int) -> "Chosen":
        """Without sizes that came after this one (its key)."""
        sizes = {good: kept for good, keys in self.sizes.items() if (kept := [key for key in keys if key <= last])}
        return Chosen(sizes, {good: self.first[good] for good in sizes})

    def only(self, why: str) -> "Chosen":
        """Those that are ready, that need something of a group first, or of which one reason ("code:about") does."""
        if not why:
            return self
        code, colon, about = why.partition(":")
        goods = [
            good for good, name in self.first.items() if (name == (code, about) if colon else group_of(name) == why)
        ]
        return Chosen({good: self.sizes[good] for good in goods}, {good: self.first[good] for good in goods})


def group_of(name: Name | None) -> str:
    """Ready, or what is needed first: a paper, a picture, an answer, something else."""
    if name is None:
        return READY
    return next((group for begin, group in GROUPS.items() if name[0].startswith(begin)), OTHER)


def choose(account: Account, variants: QuerySet[Variant]) -> Chosen:
    """How the goods of these sizes stand at an account (its mart and seller loaded); read some hundreds at a time.

    A good is ready when nothing stops one of its sizes. Statements grow with batches, never with goods.
    """
    channel = find(account.channel)
    sizes: dict[int, list[int]] = {}
    first: dict[int, Name | None] = {}
    if channel is None:
        return Chosen(sizes, first)
    judge, last = Judge(where_of(account, channel)), 0
    rows = variants.filter(active=True).exclude(good__state=Good.State.DRAFT).order_by("good", "pk")
    while ids := list(rows.filter(good__gt=last).order_by("good").values_list("good", flat=True).distinct()[:BATCH]):
        some = read_sizes(rows.filter(good__among=ids))
        reasons = judge.of(some)
        for good, same in groupby(some, key=lambda variant: variant.good_id):
            together = list(same)
            stops = [[reason for reason in reasons[variant.pk] if reason.stops] for variant in together]
            sizes[good] = [variant.pk for variant in together]
            first[good] = named(stops[0][0]) if all(stops) else None
        last = ids[-1]
    return Chosen(sizes, first)


def preview(account: Account, variants: QuerySet[Variant]) -> Preview:
    """What publishing these sizes would do."""
    return choose(account, variants).preview


def standing_counts(offers: QuerySet[Offer]) -> dict[str, int]:
    """How many of these offers stand in each way of STANDINGS; one statement."""
    states = dict(offers.order_by().values_list("state").annotate(n=Count("pk")))
    return {name: sum(states.get(state, 0) for state in of) for name, of in STANDINGS.items()}


def causes_among(offers: QuerySet[Offer]) -> list[tuple[Cause, int]]:
    """What stands against these offers, with how many of their goods, most first; two statements."""
    standing = Refusal.objects.filter(offer__in=offers.order_by().values("pk"), ended_at=None, severity__in=TASKS)
    counted = standing.order_by().values_list("cause").annotate(n=Count("offer__variant__good", distinct=True))
    numbers = dict(counted.order_by("-n", "cause")[:MOST_REASONS])
    causes = Cause.objects.filter(pk__in=numbers).select_related("account").in_bulk()
    return [(causes[pk], number) for pk, number in numbers.items()]


def held_by_cause(offers: QuerySet[Offer], cause: int) -> QuerySet[Offer]:
    """Those of the offers against which a cause (its key) stands."""
    return offers.filter(Exists(Refusal.objects.filter(offer=OuterRef("pk"), cause=cause, ended_at=None)))


def sizes_called(keys: Sequence[int]) -> list[Variant]:
    """These sizes with what a row of a list shows of their goods and makers."""
    rows = Variant.objects.filter(pk__in=keys).select_related("good__maker__block", "good__craft")
    return list(rows.prefetch_related("good__texts").order_by("pk"))
