"""A sheet of one product type for who has no keys yet: the category's columns filled, what is missing marked.

The columns are Amazon's own names with our questions above them, from the tables of attributes; where an account's
schema is at hand, what it asks besides is added. It is copied into the category's template in Seller Central.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice
from typing import IO, Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from haat.catalogue.models import Attribute, GoodKind
from haat.channels.amazon import offering
from haat.channels.amazon.listing import ELSEWHERE, MAIN, OTHER, unit_in
from haat.channels.amazon.schema import Schema
from haat.channels.amazon.values import Unfit, plain, text_of
from haat.channels.channel import Good
from haat.channels.office import Filled, Lack
from haat.core.languages import best

MOST_ROWS = 20_000
AMAZON = "amazon"
MUST, ASK, MAY = "must", "ask", "may"
_RED, _YELLOW, _GREY = "#F6C7C0", "#F5E6BE", "#EFE9DF"


@dataclass(frozen=True)
class Column:
    """A column: Amazon's name, what it is called here, what stands in it for a good, and how needed it is.

    `slug` is our question of it, empty for what is no answer. `need`: MUST, ASK (not known whether), MAY; `kinds`: of
    goods of which kind it is another.
    """

    name: str
    label: str
    value: Callable[[Good], Any]
    slug: str = ""
    need: str = MAY
    kinds: Mapping[str, str] = field(default_factory=dict)

    def lacks(self, good: Good, value: Any) -> str:
        """How much a good needs the cell that holds `value`: MUST or ASK where it is empty, else nothing."""
        need = self.kinds.get(good.kind, self.need)
        return need if need != MAY and (value is None or value == "") else ""


def columns(product_type: str, schema: Schema | None = None) -> list[Column]:
    """The columns of a product type; two statements."""
    kinds = list(GoodKind.objects.filter(channels__amazon__type=product_type).order_by("pk"))
    rows = Attribute.objects.filter(Q(kind=None) | Q(kind__in=kinds))
    rows = rows.order_by(F("kind__position").asc(nulls_first=True), "position", "pk")
    found: dict[str, Column] = {}
    for row in rows:
        for name in row.maps.get(AMAZON, []):
            if not name.startswith(ELSEWHERE):
                column = _asked(row, name, schema, kinds)
                found[name] = _joined(found[name], column) if name in found else column
    always = schema.always if schema is not None else []
    others = [each for each in always if each not in found and not each.startswith(ELSEWHERE)]
    asked = [Column(name, schema.title(name), _nothing, need=MUST) for name in others if schema is not None]
    return [*_first(product_type), *found.values(), *asked, *_last()]


def _joined(first: Column, other: Column) -> Column:
    """A column that two questions fill: each good's own answer, and as much needed as either of them is."""

    def value(good: Good) -> Any:
        found = first.value(good)
        return other.value(good) if found is None or found == "" else found

    slugs = {*first.kinds, *other.kinds}
    kinds = {slug: _more(first.kinds.get(slug, first.need), other.kinds.get(slug, other.need)) for slug in slugs}
    return replace(first, value=value, need=_more(first.need, other.need), kinds=kinds)


def _more(*needs: str) -> str:
    return min(needs, key=(MUST, ASK, MAY).index)


def count(product_type: str, goods: Iterable[Good]) -> Filled:
    """What the sheet of these goods would lack."""
    cells = columns(product_type)
    lacks: Counter[tuple[int, str]] = Counter()
    number = 0
    for good in islice(goods, MOST_ROWS):
        number += 1
        lacks.update((place, need) for place, cell in enumerate(cells) if (need := cell.lacks(good, cell.value(good))))
    return _filled(number, cells, lacks)


def _filled(number: int, cells: Sequence[Column], lacks: Mapping[tuple[int, str], int]) -> Filled:
    missing = sum(goods for (_place, need), goods in lacks.items() if need == MUST)
    named = [
        Lack(cells[place].label, cells[place].name, goods, need == MUST)
        for (place, need), goods in sorted(lacks.items())
    ]
    return Filled(number, missing, sorted(named, key=lambda lack: (not lack.sure, -lack.goods)))


def write(product_type: str, goods: Iterable[Good], out: IO[bytes], cells: Sequence[Column] | None = None) -> Filled:
    """Write the sheet; a row a good, and a second sheet that names every empty cell that must be filled."""
    cells = columns(product_type) if cells is None else cells
    import xlsxwriter  # type: ignore[import-untyped]  # not before somebody wants a file

    book = xlsxwriter.Workbook(
        out,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    sheet, lacking = book.add_worksheet(product_type[:31]), book.add_worksheet(_("Empty cells")[:31])
    head = book.add_format({"bold": True, "bg_color": _GREY})
    marks = {MUST: book.add_format({"bg_color": _RED}), ASK: book.add_format({"bg_color": _YELLOW})}
    sheet.freeze_panes(2, 1)
    sheet.write_row(0, 0, [each.label for each in cells], head)
    sheet.write_row(1, 0, [each.name for each in cells], head)
    lacking.write_row(0, 0, [_("SKU"), _("Question"), _("Amazon's name")], head)
    number = missing = 0
    lacks: Counter[tuple[int, str]] = Counter()
    for good in islice(goods, MOST_ROWS):
        for place, cell in enumerate(cells):
            value = cell.value(good)
            need = cell.lacks(good, value)
            if value is not None and value != "":
                sheet.write(number + 2, place, value)
            elif need:
                sheet.write_blank(number + 2, place, None, marks[need])
                lacks[place, need] += 1
            if need == MUST:
                missing += 1
                lacking.write_row(missing, 0, [good.sku, cell.label, cell.name])
        number += 1
    book.close()
    return _filled(number, cells, lacks)


def _asked(row: Attribute, name: str, schema: Schema | None, of: Sequence[GoodKind]) -> Column:
    """A question's column; an account's own schema says better than our tables whether it must be filled."""
    wanted = AMAZON in row.required_for
    need = (MUST if row.sure else ASK) if wanted else ASK if AMAZON in row.expected_by else MAY
    if schema is not None:
        need = MUST if name.partition(".")[0] in schema.always else MAY
    label = best(row.labels).text
    kinds = {kind.slug: need if kind.pk == row.kind_id else MAY for kind in of} if row.kind_id and not schema else {}
    return Column(name, f"{label} ({row.unit})" if row.unit else label, _answer(row.slug), row.slug, need, kinds)


def _answer(slug: str) -> Callable[[Good], Any]:
    def value(good: Good) -> Any:
        return _cell(good.values.get(slug), unit_in(good, slug))

    return value


def _cell(value: Any, unit: str) -> Any:
    """An answer as a cell holds it; None where there is none in a language that Amazon takes."""
    if value is None or isinstance(value, bool):
        return {True: "Yes", False: "No", None: None}[value]
    if isinstance(value, int | float | Decimal):
        return plain(Decimal(str(value)))
    if isinstance(value, dict) and "value" in value:
        return f"{value['value']} {value.get('unit', unit)}".strip()
    try:
        return text_of(value)
    except Unfit:
        return None


def _nothing(_good: Good) -> None:
    return None


def _first(product_type: str) -> list[Column]:
    return [
        Column("sku", _("SKU"), lambda good: good.sku, need=MUST),
        Column("product_type", _("Product type"), lambda _good: product_type, need=MUST),
        Column("parent_sku", _("SKU of the good, where it has sizes"), lambda good: good.parent),
    ]


def _last() -> list[Column]:
    """Price, stock and pictures, the main one first."""
    offer = [
        Column(f"{offering.PRICE_ATTRIBUTE}.our_price", _("Price"), lambda good: _rupees(good.price_paise), need=MUST),
        Column(
            f"{offering.PRICE_ATTRIBUTE}.maximum_retail_price",
            _("MRP"),
            lambda good: _rupees(good.mrp_paise),
            need=MUST,
        ),
        Column(f"{offering.STOCK_ATTRIBUTE}.quantity", _("Pieces to sell"), lambda good: good.stock, need=MUST),
        Column(
            f"{offering.STOCK_ATTRIBUTE}.lead_time_to_ship_max_days",
            _("Days until it leaves"),
            lambda good: good.handling_days or None,
        ),
    ]
    names = [MAIN, *(f"{OTHER}{number}" for number in range(1, 9))]
    return offer + [
        Column(name, _("Picture %(number)s") % {"number": place + 1}, _picture(place), need=MAY if place else MUST)
        for place, name in enumerate(names)
    ]


def _rupees(paise: int) -> int | float:
    return plain(Decimal(paise) / 100)


def _picture(place: int) -> Callable[[Good], Any]:
    def value(good: Good) -> Any:
        return good.pictures[place] if place < len(good.pictures) else None

    return value
