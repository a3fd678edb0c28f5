"""What is known of papers, and what makers and sellers hold of them: all that `paper_rules` decides by.

The project's own list (`makers.data`) holds without rows; a row is what an office made or changed of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from haat.makers import data
from haat.makers.errors import UnknownDocument
from haat.makers.models import Document, Maker, Paper, PaperKind, PaperRule, Seller, SellerPaper


@dataclass(frozen=True)
class Book:
    """The kinds of papers by slug, and the rules in their order."""

    kinds: Mapping[str, PaperKind]
    rules: Sequence[PaperRule]

    @cached_property
    def _by_need(self) -> dict[tuple[str, str], list[PaperRule]]:
        found: dict[tuple[str, str], list[PaperRule]] = {}
        for rule in self.rules:
            found.setdefault((rule.paper, rule.need), []).append(rule)
        return found

    @cached_property
    def of_all(self) -> list[PaperRule]:
        """The rules that hold for goods whose kind does not name the paper."""
        return [rule for rule in self.rules if rule.of_all]

    def about(self, paper: str, need: str) -> Sequence[PaperRule]:
        """What more is known of a paper that is needed so."""
        return self._by_need.get((paper, need), ())

    @cached_property
    def hangs_on(self) -> tuple[str, ...]:
        """The attributes whose answers say whether a paper is needed; whatever else is answered changes nothing."""
        found: set[str] = set()
        for rule in self.rules:
            for word in ("said", "unsure", "unless_said"):
                found.update(rule.conditions.get(word, ()))
            found.update([rule.conditions["unsaid"]] if rule.conditions.get("unsaid") else ())
        return tuple(sorted(found))

    @cached_property
    def claims(self) -> tuple[tuple[str, ...], ...]:
        """The words that a paper must allow, of each rule that has some."""
        words = (tuple(rule.conditions.get("words", ())) for rule in self.rules)
        return tuple(each for each in words if each)

    @cached_property
    def _serving(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for slug, kind in sorted(self.kinds.items(), key=lambda item: item[0] != item[1].paper):
            found.setdefault(kind.paper, []).append(slug)
        return found

    def kinds_of(self, paper: str) -> Sequence[str]:
        """The kinds that are this paper: its own first, then those that are counted as it."""
        return self._serving.get(paper, ())


@cache
def project_book() -> Book:
    """The project's own list, as nobody has changed it; shared, never to be changed."""
    kinds = [PaperKind(**row) for row in data.paper_kinds()]
    return Book({kind.slug: kind for kind in kinds}, [PaperRule(**_dated(row)) for row in data.paper_rules()])


def _dated(row: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in ("from_on", "until_on")}
    return {**row, **days}


def book() -> Book:
    """What holds now: the project's list, with what offices made or changed of it. Two statements."""
    known = project_book()
    kinds = {**known.kinds, **{row.slug: row for row in PaperKind.objects.order_by("pk")}}
    rules = {rule.slug: rule for rule in known.rules} | {row.slug: row for row in PaperRule.objects.order_by("pk")}
    return Book(
        dict(sorted(kinds.items(), key=lambda item: (item[1].position, item[0]))),
        sorted(rules.values(), key=lambda rule: (rule.position, rule.slug)),
    )


def rule_known(slug: str) -> PaperRule | None:
    """A rule by its slug, as it holds or held."""
    found = PaperRule.objects.filter(slug=slug).first()
    return found or next((rule for rule in project_book().rules if rule.slug == slug), None)


def paper_names() -> dict[str, Mapping[str, str]]:
    """Kind, or paper as rules call it → what it is called, by language; one statement."""
    changed = {row.slug: row for row in PaperKind.objects.only("slug", "paper", "names").order_by("pk")}
    kinds = {**project_book().kinds, **changed}
    papers: dict[str, list[Mapping[str, str]]] = {}
    for kind in kinds.values():
        papers.setdefault(kind.paper, []).append(kind.names)
    named = {paper: names[0] if len(names) == 1 else {"en": paper.upper()} for paper, names in papers.items()}
    return named | {slug: kind.names for slug, kind in kinds.items()}


def kind_known(slug: str) -> PaperKind:
    """A kind of paper by its slug. Raises UnknownDocument."""
    found = PaperKind.objects.filter(slug=slug).first() or project_book().kinds.get(slug)
    if found is None:
        raise UnknownDocument(slug)
    return found


class Held(Mapping[str, Sequence[Paper]]):
    """Kind → the papers of it that a maker and a seller hold, refused ones too, and the book they are judged by."""

    def __init__(self, papers: Mapping[str, Sequence[Paper]], book: Book) -> None:
        self._papers, self.book = papers, book

    def __getitem__(self, kind: str) -> Sequence[Paper]:
        return self._papers[kind]

    @cached_property
    def mark(self) -> tuple[tuple[str, int], ...]:
        """Which papers these are: two that hold the same have one mark, most often the empty one."""
        return tuple((type(paper).__name__, paper.pk) for papers in self._papers.values() for paper in papers)

    def get(self, kind: str, default: Any = None) -> Any:
        """The papers of a kind: asked for of every good, and seldom there."""
        return self._papers.get(kind, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._papers)

    def __len__(self) -> int:
        return len(self._papers)


class HeldBy:
    """What each of many makers and sellers holds."""

    def __init__(self, makers: Mapping[int, list[Paper]], sellers: Mapping[int, list[Paper]], book: Book) -> None:
        self._makers, self._sellers, self.book = makers, sellers, book
        self._kept: dict[tuple[int, int], Held] = {}

    def of(self, maker: int, seller: int | None = None) -> Held:
        """What a maker (by its key) and the seller that sells for it hold together."""
        pair = (maker, seller or 0)
        if pair not in self._kept:
            found: dict[str, list[Paper]] = {}
            for paper in [*self._makers.get(maker, ()), *self._sellers.get(seller or 0, ())]:
                found.setdefault(paper.kind, []).append(paper)
            self._kept[pair] = Held(found, self.book)
        return self._kept[pair]

    def also(self, others: "HeldBy") -> None:
        """With what others hold, of whom nothing was asked yet."""
        self._makers = {**self._makers, **others._makers}
        self._sellers = {**self._sellers, **others._sellers}


def held_by(
    makers: Iterable[Maker | int], sellers: Iterable[Seller | int] = (), *, known: Book | None = None
) -> HeldBy:
    """The papers of all of them, given as rows or keys, with the book: four statements for any number.

    `known`: the book, where it was read before; then there are two.
    """
    of_makers: dict[int, list[Paper]] = {}
    for document in Document.objects.filter(maker__in=_keys(makers)).order_by("pk"):
        of_makers.setdefault(document.maker_id, []).append(document)
    of_sellers: dict[int, list[Paper]] = {}
    for paper in SellerPaper.objects.filter(seller__in=_keys(sellers)).order_by("pk"):
        of_sellers.setdefault(paper.seller_id, []).append(paper)
    return HeldBy(of_makers, of_sellers, known or book())


def _keys(rows: Iterable[Maker | Seller | int]) -> set[int]:
    return {row if isinstance(row, int) else row.pk for row in rows}
