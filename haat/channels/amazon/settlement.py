"""A settlement as Amazon's flat file (V2) has it: tab-separated, its amounts and days as the region writes them.

Nothing in it is understood by force: a kind of amount that nobody here knows stays as it is called, a column that is
new stays in `told`, and what the lines do not explain of the total is said (`lacks_minor`). An order's number may be
none of ours: Amazon puts the numbers of its warehouses' parcels there too.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal

from haat.channels.amazon.amounts import head
from haat.channels.amazon.instants import instant
from haat.channels.finances import Amount, Settlement, Unreadable
from haat.channels.plain import legible, timely
from haat.core.abroad import CURRENCIES
from haat.core.dates import day_of

NEEDED = ("settlement-id", "transaction-type", "amount")
_DAYS = ("%d.%m.%Y", "%Y/%m/%d", "%Y-%m-%d")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{2}|[0-9]{4})")
MOST_LETTERS = 24  # of an amount
_AMOUNT = re.compile(r"[0-9]+(?:[.,' \u00a0][0-9]+)*")


def read(body: bytes) -> Settlement:
    """The file; its first row is the settlement's own. Raises Unreadable."""
    try:
        rows = list(csv.reader(_text(body).replace("\r", "").split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE))
    except csv.Error:
        raise Unreadable("a cell without end") from None
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise Unreadable("empty")
    names = [cell.strip().strip('"').casefold() for cell in rows[0]]
    if any(name not in names for name in NEEDED):
        raise Unreadable("columns")
    told = [_row(names, row) for row in rows[1:]]
    comma = _comma_is_point(each.get(name, "") for each in told for name in ("amount", "total-amount"))
    own = next((each for each in told if each.get("total-amount")), told[0] if told else {})
    digits = CURRENCIES.get(own.get("currency", ""), 2)
    return Settlement(
        key=next((each["settlement-id"] for each in told if each.get("settlement-id")), ""),
        currency=own.get("currency", ""),
        begins=moment(own.get("settlement-start-date", "")),
        ends=moment(own.get("settlement-end-date", "")),
        paid_on=moment(own.get("deposit-date", "")),
        total_minor=minor(own.get("total-amount", ""), digits, comma=comma),
        lines=[_line(each, digits, comma) for each in told if each.get("transaction-type") or each.get("amount")],
    )


def _text(body: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return legible(body.decode(encoding))
        except UnicodeDecodeError:
            continue
    return legible(body.decode("latin-1"))


def _row(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return {name: cell.strip().strip('"') for name, cell in zip(names, cells, strict=False)}


def _line(row: Mapping[str, str], digits: int, comma: bool) -> Amount:
    pieces = row.get("quantity-purchased", "")
    posted = moment(row.get("posted-date-time", "")) or moment(row.get("posted-date", ""))
    return Amount(
        kind=row.get("transaction-type", ""),
        order=row.get("order-id", ""),
        item=row.get("order-item-code", ""),
        sku=row.get("sku", ""),
        called=row.get("amount-type", ""),
        described=row.get("amount-description", ""),
        minor=minor(row.get("amount", ""), digits, comma=comma),
        quantity=int(pieces) if pieces.isascii() and pieces.isdigit() and len(pieces) < 10 else None,
        posted=day_of(posted) if posted else None,
        told={name: value for name, value in row.items() if value},
        head=head(row.get("transaction-type", ""), row.get("amount-type", ""), row.get("amount-description", "")),
    )


def _comma_is_point(amounts: Iterable[str]) -> bool:
    """Whether the file writes 95,00 for ninety-five; the first amount that can be read in one way only says so."""
    for text in amounts:
        found = re.search(r"[.,](?=[0-9]{1,2}\D*$)", text)
        if found is not None:
            return found[0] == ","
    return False


def minor(text: str, digits: int, *, comma: bool = False) -> int | None:
    """An amount as a region writes it (1,234.50, 1.234,50, (95.00)) in the smallest unit; None where it is none."""
    stripped = text.strip()
    found = _AMOUNT.search(stripped)
    if found is None or re.search(r"[0-9]", stripped[: found.start()] + stripped[found.end() :]):
        return None
    point = _point(found[0], comma=comma)
    whole, _point_sign, part = found[0].rpartition(point) if point else (found[0], "", "")
    plain = f"{re.sub(r'[^0-9]', '', whole)}.{part or '0'}"
    if len(plain) > MOST_LETTERS:
        return None
    amount = Decimal(plain).scaleb(digits)
    if amount != amount.to_integral_value():
        return None
    taken = "-" in stripped[: found.start()] or stripped.startswith("(") or stripped.endswith("-")
    return -int(amount) if taken else int(amount)


def _point(text: str, *, comma: bool) -> str:
    """Which sign of an amount parts its smallest unit; empty where none does."""
    signs = re.findall(r"[.,]", text)
    if not signs or (len(signs) > 1 and len(set(signs)) == 1):
        return ""
    last = signs[-1]
    parted = len(set(signs)) == 2 or len(text.rpartition(last)[2]) < 3 or last == ("," if comma else ".")
    return last if parted else ""


def moment(text: str) -> datetime | None:
    """An instant or a day as a region writes it; with slashes the month comes first, where it can. None: neither."""
    text = text.strip()
    if not text:
        return None
    day, _space, clock = text.replace(" UTC", "").partition(" ")
    if read := _SLASHED.fullmatch(day):
        first, second, year = (int(each) for each in read.groups())
        month, number = (first, second) if first <= 12 else (second, first)
        return _at(year + 2000 if year < 100 else year, month, number, clock)
    for form in _DAYS:
        try:
            found = datetime.strptime(day, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        return _at(found.year, found.month, found.day, clock)
    return instant(text)


def _at(year: int, month: int, day: int, clock: str) -> datetime | None:
    try:
        return timely(datetime.combine(date(year, month, day), time.fromisoformat(clock or "00:00:00"), UTC))
    except ValueError:
        return None
