"""A size as a feed has it: its line cell by cell, and as text; for the desk to look at before anybody fetches it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from haat.catalogue.models import GoodText
from haat.channels.feeds import kind
from haat.channels.feeds.finding import with_gaps
from haat.channels.feeds.goods import Look, Standing, for_sale_in, of_mart
from haat.channels.feeds.making import row_of
from haat.channels.feeds.writing import writer
from haat.channels.models import Feed
from haat.core.dates import today

MOST_WORDS = 6


@dataclass(frozen=True)
class Cell:
    """One column of a line: what stands in it (several pictures: one after the other), and what is the matter."""

    name: str
    values: Sequence[str]
    needed: bool
    cut: bool
    lacks: bool


@dataclass(frozen=True)
class Line:
    """How a size stands with a feed, its cells, and the line as the feed would have it; empty where it does not go."""

    standing: Standing
    cells: Sequence[Cell] = ()
    text: str = ""


def line_of(feed: Feed, variant_id: int) -> Line | None:
    """The line of a size the mart's shop sells, as it would be made now; None for any other."""
    known = kind.find(feed.kind)
    variants = of_mart(list(for_sale_in(feed.mart).filter(pk=variant_id).prefetch_related("good__texts")), feed.mart)
    if known is None or not variants:
        return None
    (standing,) = Look(feed, known, today()).at(variants)
    if standing.item is None:
        return Line(standing)
    row = row_of(standing.item, known)
    lacking = {reason.about for reason in row.lacks}
    cells = [
        Cell(
            column.name,
            [cell] if isinstance(cell, str) and cell else [] if isinstance(cell, str) else list(cell),
            column.needed,
            column.name in row.cut,
            (column.about or column.name) in lacking,
        )
        for column, cell in zip(known.columns, row.cells, strict=True)
    ]
    text = writer(known.form, [column.name for column in known.columns]).row(row.cells) if not row.lacks else ""
    return Line(with_gaps(standing, known), cells, text)


def found_in(feed: Feed, words: str, *, most: int) -> list[Standing]:
    """Sizes the mart's shop sells whose code or name has all these words, with how each stands with the feed now."""
    known = kind.find(feed.kind)
    rows = for_sale_in(feed.mart).prefetch_related("good__texts").order_by("pk")
    for word in words.split()[:MOST_WORDS]:
        named = Exists(GoodText.objects.filter(good=OuterRef("good"), name__icontains=word))
        rows = rows.filter(Q(sku__icontains=word) | Q(named))
    variants = of_mart(list(rows[:most]), feed.mart)
    if known is None or not variants:
        return []
    return [with_gaps(standing, known) for standing in Look(feed, known, today()).at(variants)]
