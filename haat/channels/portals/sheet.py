"""A portal's sheet with its pictures, as one zip that is written while it is read: never more than a picture at once.

The sheet has the portal's own headings, in the file and on the first row; what is missing is marked in it and listed on
a second sheet, and never filled in with what nobody said.
"""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, cast

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils.translation import gettext, override

from haat.catalogue.models import Variant
from haat.channels.feeds.goods import GOOD, for_sale_in, of_mart
from haat.channels.feeds.words import Called, choices_called, said
from haat.channels.models import Portal
from haat.channels.portals.errors import NothingToSend, TooManyToSend
from haat.channels.portals.facts import Cell, Good, fact
from haat.channels.portals.told import Column, columns_of
from haat.core.dates import today
from haat.core.files import square_path
from haat.core.models import Picture
from haat.places.models import Mart, Place
from haat.pricing.errors import NoTaxRule
from haat.pricing.queries import Known as Rules
from haat.pricing.queries import rules_for
from haat.stock.queries import available
from haat.studio.knowing import Known, Library, known
from haat.studio.readiness import where_of_mart
from haat.studio.where import PictureRule

MOST = 1000  # sizes in one sheet
AT_ONCE = 250
PIECE = 64 * 1024
MISSING = "#F0DCA9"  # turmeric, as everywhere for what is to be looked at


@dataclass(frozen=True)
class Line:
    """A size on the sheet: its cells (None: nobody knows), and its pictures by the names they have in the zip."""

    sku: str
    cells: Sequence[Cell | None]
    pictures: Sequence[tuple[str, Picture]]


def goods_for(mart: Mart, place: Place, *, craft: str = "", maker_id: int | None = None) -> "QuerySet[Variant]":
    """The sizes the shop sells of makers at or below `place`, of one craft or one maker where that is asked."""
    rows = for_sale_in(mart).filter(place.reach(mart, "good__maker__block"))
    if craft:
        rows = rows.filter(good__craft__slug=craft)
    if maker_id is not None:
        rows = rows.filter(good__maker=maker_id)
    return rows.order_by("good__maker", "good", "position", "pk")


def make_sheet(portal: Portal, goods: "QuerySet[Variant]", *, base: str) -> Iterator[bytes]:
    """The zip of these goods, piece by piece; `base` begins the addresses in it.

    Raises NothingToSend, TooManyToSend, before the first piece.
    """
    ids = list(goods.values_list("pk", flat=True)[: MOST + 1])
    if not ids:
        raise NothingToSend
    if len(ids) > MOST:
        raise TooManyToSend(MOST)
    return _zipped(portal, ids, base)


def _zipped(portal: Portal, ids: Sequence[int], base: str) -> Iterator[bytes]:
    out = _Out()
    pictures: list[tuple[str, str]] = []
    with (
        TemporaryDirectory(prefix="haat-portal-") as folder,
        zipfile.ZipFile(cast(IO[bytes], out), "w", zipfile.ZIP_STORED) as archive,
    ):
        path = Path(folder) / f"{portal.slug}.xlsx"
        _write(path, portal, _noting(lines_of(portal, ids, base), pictures))
        with path.open("rb") as sheet:
            yield from _put(archive, out, path.name, sheet)
        for name, stored in pictures:
            with default_storage.open(stored) as picture:
                yield from _put(archive, out, name, picture)
    yield out.taken()


def _noting(lines: Iterator[Line], pictures: list[tuple[str, str]]) -> Iterator[Line]:
    """The lines as they are, their pictures noted by name and place."""
    for line in lines:
        pictures += [(name, square_path(picture.digest)) for name, picture in line.pictures]
        yield line


class _Out:
    """What a zip is written into, and taken out of again: it cannot be gone back in."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits."""

    def taken(self) -> bytes:
        found, self._pieces = b"".join(self._pieces), []
        return found


def _put(archive: zipfile.ZipFile, out: _Out, name: str, content: IO[Any]) -> Iterator[bytes]:
    with archive.open(name, "w") as place:
        while piece := content.read(PIECE):
            place.write(piece)
            yield out.taken()
    yield out.taken()


def lines_of(portal: Portal, ids: Sequence[int], base: str) -> Iterator[Line]:
    """A line for each size, in the order of `ids`; a fixed number of statements for some hundred."""
    made = _Lines(portal, base)
    for first in range(0, len(ids), AT_ONCE):
        wanted = ids[first : first + AT_ONCE]
        found = of_mart(list(for_sale_in(portal.mart).filter(pk__in=wanted)), portal.mart)
        rows = {variant.pk: variant for variant in found}
        yield from made.of([rows[pk] for pk in wanted if pk in rows])


class _Lines:
    """What is read once for a whole sheet."""

    def __init__(self, portal: Portal, base: str) -> None:
        self.portal, self.base = portal, base
        self.columns, self.called, self.rules = columns_of(portal.columns), choices_called(), Rules()
        # As the shop has them; but what was only drawn shows nothing that can be bought elsewhere.
        self.library = Library(replace(where_of_mart(portal.mart), pictures=PictureRule(least_side=0)))

    def of(self, variants: Sequence[Variant]) -> Iterator[Line]:
        facts = known(variants, self.library.where, library=self.library)
        free = available([variant.pk for variant in variants])
        self.rules.tax({variant.good.tax_slug for variant in variants})
        for variant in variants:
            yield self._line(variant, facts[variant.pk], free[variant.pk])

    def _line(self, variant: Variant, facts: Known, free: int) -> Line:
        there = (each for each in facts.pictures if default_storage.exists(square_path(each.digest)))
        chosen = islice(there, self.portal.pictures)
        pictures = [(f"{_file_name(variant.sku)}-{number}.jpg", each) for number, each in enumerate(chosen, start=1)]
        told = {"language": self.portal.language, "slug": variant.good.slug, "variant": variant.pk}
        good = Good(
            variant,
            free,
            self._tax_bp(variant),
            self.base + GOOD.format(**told, source=self.portal.slug),
            [name for name, _picture in pictures],
            self.portal.language,
        )
        return Line(variant.sku, [_cell(column, good, facts, self.called) for column in self.columns], pictures)

    def _tax_bp(self, variant: Variant) -> int | None:
        """The tax in its price; None where no rate is known."""
        try:
            return rules_for(self.portal.mart, [variant], today(), known=self.rules)[variant.pk].charged_tax_bp
        except NoTaxRule:
            return None


def _file_name(sku: str) -> str:
    """A name that leads nowhere but into its own folder; no code has a ~."""
    return sku.replace("/", "~")


def _cell(column: Column, good: Good, facts: Known, called: Called) -> Cell | None:
    """What stands there; None where nobody knows."""
    if column.text:
        return column.text
    found = fact(column.source, good)
    if found is None:
        value = facts.values.get(column.source)
        plain = isinstance(value, int | float) and not isinstance(value, bool)
        found = value if plain else said(column.source, value, good.language, called)
    return None if found == "" else found


def _write(path: Path, portal: Portal, lines: Iterator[Line]) -> None:
    """The workbook; a row at a time is held."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    import xlsxwriter  # type: ignore[import-untyped]  # not before somebody wants a file

    book = xlsxwriter.Workbook(str(path), options)
    bold, mark = book.add_format({"bold": True, "bottom": 1}), book.add_format({"bg_color": MISSING})
    sheet, headings = book.add_worksheet(), [column["heading"] for column in portal.columns]
    for at, head in enumerate(headings):
        sheet.write_string(0, at, head, bold)
    lacking: list[tuple[str, str]] = []
    for row, line in enumerate(lines, start=1):
        for at, cell in enumerate(line.cells):
            if cell is None:
                sheet.write_blank(row, at, None, mark)
                lacking.append((line.sku, headings[at]))
            elif isinstance(cell, str):
                sheet.write_string(row, at, cell[:32_000])  # a cell holds no more
            else:
                sheet.write_number(row, at, cell)
    with override(portal.language):
        _list_lacking(book, lacking, bold)
    book.close()


def _list_lacking(book: Any, lacking: Sequence[tuple[str, str]], bold: Any) -> None:
    sheet = book.add_worksheet(gettext("What is missing")[:31])
    for at, head in enumerate(("SKU", gettext("Column"))):
        sheet.write_string(0, at, head, bold)
    for row, (sku, head) in enumerate(lacking, start=1):
        sheet.write_string(row, 0, sku)
        sheet.write_string(row, 1, head)
