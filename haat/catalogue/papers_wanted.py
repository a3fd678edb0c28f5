"""Which papers goods wait for: by paper, whose they are and how many goods wait."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from haat.catalogue.models import Good, Variant
from haat.makers.paper_book import Book, Held, book, held_by
from haat.makers.paper_rules import ASK, EVERYWHERE, MARKETPLACES, OTHER_STATES, PaperNeed, needs

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
            for need in needs(papers_of(good), held.of(good.maker_id, seller.pk), **_said_of(good), **where):
                found.setdefault(need.paper, Wanted()).add(good.maker_id, need)
    return found


def _said_of(good: Good) -> dict[str, Any]:
    """What rules ask of a good besides its papers: who sells it, its words and answers, its craft and kind."""
    return {
        "seller": good.maker.seller,
        "claims": claims_of(good, good.variants.all()),
        "said": good.attributes,
        "craft": good.craft.slug,
        "kind": good.kind.slug if good.kind is not None else "",
    }


@dataclass(frozen=True)
class PaperMove:
    """A good for which other rules say something else: what of papers it needed, and needs then, where they differ."""

    good_id: int
    mart_id: int
    maker_id: int
    before: Sequence[PaperNeed]
    after: Sequence[PaperNeed]

    @property
    def is_held(self) -> bool:
        """Whether it will wait for something it does not wait for now."""
        return any(need.stops for need in self.after)

    @property
    def is_freed(self) -> bool:
        """Whether it waits for something now, and for nothing in its place then."""
        return any(need.stops for need in self.before) and not self.is_held


def moved_by_papers(before: Book, after: Book, papers: Iterable[str], *, where: str, on: date) -> Iterator[PaperMove]:
    """The goods of all marts for which the book `after` says something else of these papers on a day than `before`.

    `where`: as a rule has it (everywhere, marketplaces, other_states, or a channel). Goods are read some at a time;
    what no rule of either book about these papers can be about is left out.
    """
    wanted, asked = frozenset(papers), _place(where) | {"on": on}
    reach = any(rule.of_all for rule in (*before.rules, *after.rules) if rule.paper in wanted)
    rows = Good.objects.filter(state__in=STANDING).select_related("kind", "craft", "maker__seller").order_by("pk")
    each = rows.prefetch_related("texts", "variants").iterator(chunk_size=BATCH)
    while some := list(islice(each, BATCH)):
        about = [good for good in some if reach or any(entry["paper"] in wanted for entry in papers_of(good))]
        held = held_by({good.maker_id for good in about}, {good.maker.seller_id for good in about}, known=before)
        for good in about:
            papers_held, told = held.of(good.maker_id, good.maker.seller_id), _said_of(good)
            was = _differing(needs(papers_of(good), papers_held, **told, **asked))
            now = _differing(needs(papers_of(good), Held(dict(papers_held), after), **told, **asked))
            if was.keys() != now.keys():
                yield PaperMove(
                    good.pk,
                    good.mart_id,
                    good.maker_id,
                    [need for key, need in was.items() if key not in now],
                    [need for key, need in now.items() if key not in was],
                )


def _place(where: str) -> dict[str, Any]:
    """The strictest place of sale at which a rule with this `where` is asked."""
    inside = where in (EVERYWHERE, MARKETPLACES)
    channel = "" if inside or where == OTHER_STATES else where
    return {"marketplace": True, "away": not inside, "channel": channel}


def _differing(found: Iterable[PaperNeed]) -> dict[tuple[str, str, str, bool], PaperNeed]:
    """By what a person would notice of it."""
    return {(need.paper, need.code, need.who, need.stops): need for need in found}
