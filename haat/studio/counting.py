"""How many goods stand where: ready, or kept back by which reason, by craft and by block."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import QuerySet

from haat.catalogue.models import Good, Variant
from haat.core.garbage import seldom_collected
from haat.places.models import Mart
from haat.studio.loading import BATCH, read_sizes
from haat.studio.readiness import Judge
from haat.studio.where import Reason, Where


@dataclass
class Count:
    """So many goods, and how many of them are ready: with at least one size that nothing stops.

    `first`: of the others, by the code of what is to be done first; with those that are ready it adds up to `goods`.
    `by_code`: by each code that stops one of their sizes: a good may be under several.
    """

    goods: int = 0
    ready: int = 0
    first: "Counter[str]" = field(default_factory=Counter)
    by_code: "Counter[str]" = field(default_factory=Counter)

    def add(self, sizes: Iterable[list[Reason]]) -> None:
        """One good more, of these sizes' reasons."""
        stopping = [[reason.code for reason in found if reason.stops] for found in sizes]
        self.goods += 1
        if not all(stopping):
            self.ready += 1
            return
        self.first[stopping[0][0]] += 1
        self.by_code.update({code for codes in stopping for code in codes})


@dataclass
class Counted:
    """All goods of a mart at a place of sale, and the same by craft and by block (their keys)."""

    whole: Count = field(default_factory=Count)
    crafts: dict[int, Count] = field(default_factory=dict)
    blocks: dict[int, Count] = field(default_factory=dict)


def counted(mart: Mart, where: Where, *, variants: "QuerySet[Variant] | None" = None, size: int = BATCH) -> Counted:
    """How the mart's goods stand at a place now: those that were sent to the desk once, or the goods of `variants`.

    Every size is judged anew, `size` goods read at a time however many there are: nothing is older than the call. A
    page keeps what it was told (`core.kept`) and says so.
    """
    rows = Variant.objects.filter(mart=mart) if variants is None else variants
    rows = rows.filter(active=True).exclude(good__state=Good.State.DRAFT)
    judge, found = Judge(where), Counted()
    with seldom_collected():
        _count_all(judge, rows, size, found)
    return found


def _count_all(judge: Judge, rows: "QuerySet[Variant]", size: int, found: Counted) -> None:
    last = 0
    while ids := list(rows.filter(good__gt=last).order_by("good").values_list("good", flat=True).distinct()[:size]):
        _count(judge, read_sizes(rows.filter(good__among=ids).order_by("good", "pk")), found)
        last = ids[-1]


def _count(judge: Judge, sizes: Sequence[Variant], found: Counted) -> None:
    reasons = judge.of(sizes)
    for _good, same in groupby(sizes, key=lambda variant: variant.good_id):
        together = list(same)
        good = together[0].good
        counts = (
            found.whole,
            found.crafts.setdefault(good.craft_id, Count()),
            found.blocks.setdefault(good.maker.block_id, Count()),
        )
        for count in counts:
            count.add([reasons[variant.pk] for variant in together])
