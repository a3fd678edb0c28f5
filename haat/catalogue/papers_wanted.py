"""Which papers goods wait for: by paper, whose they are and how many goods wait."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from haat.catalogue.models import Good, Variant
from haat.makers.paper_book import book, held_by
from haat.makers.paper_rules import ASK, PaperNeed, needs

BATCH = 1000
# Goods that are sold, or would be.
STANDING = (Good.State.LIVE, Good.State.WAITING, Good.State.PAUSED)


@dataclass
class Wanted:
    """A paper that goods wait for: maker → how many of its goods wait, and how many by each code of `PaperNeed`.

    `asks`: goods of which nobody knows whether they need it; these do not wait.
    """

    makers: "Counter[int]" = field(default_factory=Counter)
    codes: "Counter[str]" = field(default_factory=Counter)
    asks: int = 0

    @property
    def goods(self) -> int:
        return self.makers.total()

    def add(self, maker_id: int, need: PaperNeed) -> None:
        if need.stops:
            self.makers[maker_id] += 1
            self.codes[need.code] += 1
        elif need.code == ASK:
            self.asks += 1


def papers_of(good: Good) -> Sequence[Mapping[str, Any]]:
    """What the good's kind names of papers, and what its craft needs that the kind does not name."""
    named = list(good.kind.papers) if good.kind is not None else []
    known = {entry["paper"] for entry in named}
    return [*named, *({"paper": paper, "need": "must"} for paper in good.craft.papers if paper not in known)]


def claims_of(good: Good, variants: Iterable[Variant] = ()) -> str:
    """All that is said of a good (`texts` prefetched), in one text: names, words, answers, and its sizes' own."""
    said: list[Any] = [[text.name, text.description, text.care] for text in good.texts.all()]
    said += [good.attributes, *([variant.labels, variant.attributes] for variant in variants)]
    return "\n".join(_texts(said))


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _texts(value)


def papers_wanted(goods: QuerySet[Good], *, marketplace: bool, away: bool, on: date) -> dict[str, Wanted]:
    """Paper → who waits for it, of goods that are to be sold by each maker's own seller; some goods at a time."""
    rows = goods.filter(state__in=STANDING).select_related("kind", "craft", "maker__seller").order_by("pk")
    each = rows.prefetch_related("texts", "variants").iterator(chunk_size=BATCH)
    known, found = book(), dict[str, Wanted]()
    where: dict[str, Any] = {"marketplace": marketplace, "away": away, "channel": "", "on": on}
    while some := list(islice(each, BATCH)):
        held = held_by({good.maker_id for good in some}, {good.maker.seller_id for good in some}, known=known)
        for good in some:
            seller = good.maker.seller
            told = {"claims": claims_of(good, good.variants.all()), "said": good.attributes}
            for need in needs(papers_of(good), held.of(good.maker_id, seller.pk), seller=seller, **told, **where):
                found.setdefault(need.paper, Wanted()).add(good.maker_id, need)
    return found
