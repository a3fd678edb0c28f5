"""What a bank says of a run of payouts, as its sheet has it: which line is which payout, and under which UTR."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.core.errors import BadTable, HaatError
from haat.core.money import parse_rupees
from haat.core.tables import Cells, Page, headed, read_pages

HEADS = {
    "utr": ("utr", "utr no", "utr number", "bank reference", "bank reference no", "bank ref no", "transaction ref no"),
    "payout": (
        *("payout", "narration", "remarks", "reference", "reference no", "customer reference", "cust ref no"),
        *("customer ref no", "payment ref no", "client reference"),
    ),
    "account": ("account number", "account no", "beneficiary account", "beneficiary account no", "credit account no"),
    "amount": (
        *("amount", "amount inr", "amount in inr", "amount rs", "amount in rs", "amount rupees", "amount in rupees"),
        *("amt", "transaction amount", "payment amount", "net amount"),
    ),
}
BETWEEN = " · "  # where two columns say what became of a line
MOST_BYTES, MOST_LINES = 2_000_000, 5_000
# A number cell keeps so many digits; a longer identifier typed as a number has lost its last ones without a word.
MOST_DIGITS = 15
_POWER = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
SENT_BACK = ("fail", "reject", "return", "revers", "declin", "cancel")
# A bank gives a UTR when it begins to pay: only these words say that it has. With others beside them, they do not.
PAID = frozenset(
    ("success", "successful", "paid", "processed", "completed", "credited", "settled", "ok", "सफल", "यशस्वी")
)
BESIDE = frozenset(
    ("payment", "transaction", "credit", "amount", "to", "beneficiary", "account", "successfully", "and")
)


class NoUtrColumn(HaatError):
    """No heading of the sheet names the bank's reference."""

    def __init__(self) -> None:
        super().__init__(
            "ledger.no_utr_column",
            _("Sheet: no column is called UTR. Name the column with the bank's references so, and send it again."),
            field="sheet",
        )


@dataclass(frozen=True)
class Said:
    """One line of the bank: the row it stands in (as the spreadsheet counts), and what it says, as text.

    `lost` names a column in which a number has lost its last digits; `run` is the run it names, be it another
    one. `unsaid`: the sheet has a column for what became of it, and nothing stands there.
    """

    row: int
    payout: str = ""
    account: str = ""
    amount: str = ""
    utr: str = ""
    status: str = ""
    lost: str = ""
    run: str = ""
    unsaid: bool = False

    @property
    def paise(self) -> int | None:
        """The amount; None where none is told. Raises NotAnAmount."""
        return parse_rupees(self.amount, field="amount") if self.amount else None

    @property
    def sent_back(self) -> bool:
        return any(word in self.status.lower() for word in SENT_BACK)

    @property
    def not_paid(self) -> bool:
        """Whether what stands in a column of statuses is anything but a known word for paid."""
        return not all(_means_paid(said) for said in self.status.split(BETWEEN) if said)


def read_bank_sheet(content: bytes, *, run_number: str) -> list[Said]:
    """The lines of a sheet as the bank gives it (CSV, XLSX or XLS). Raises BadTable, NoUtrColumn."""
    if len(content) > MOST_BYTES:
        raise BadTable.too_large()
    return read_lines(read_pages(content, names=_names_utr, windows=True), run_number=run_number)


def read_lines(pages: Iterable[Page], *, run_number: str) -> list[Said]:
    """The lines below the headings that say anything. Raises BadTable, NoUtrColumn."""
    page, top = headed(pages, _names_utr)
    if page is None:
        raise NoUtrColumn
    if page.cut or len(page.rows) - top - 1 > MOST_LINES:
        raise BadTable.too_long(MOST_LINES)
    head = page.rows[top][1]
    places = {name: _column(head, *names) for name, names in HEADS.items()}
    statuses = [place for place, cell in enumerate(head) if "status" in _plain(cell).lower()]
    return [
        replace(_line(number, row, places, run_number), **_became(row, statuses))
        for number, row in page.rows[top + 1 :]
    ]


def _names_utr(head: Cells) -> int:
    """How many of our columns a row names; none where it does not name the bank's reference."""
    if _column(head, *HEADS["utr"]) is None:
        return 0
    return sum(_column(head, *names) is not None for names in HEADS.values())


def _column(head: Cells, *names: str) -> int | None:
    """The first column whose heading is one of `names`, whatever its case, spaces and full stops."""
    wanted = {_folded(name) for name in names}
    return next((place for place, cell in enumerate(head) if _folded(_plain(cell)) in wanted), None)


def _folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _plain(cell: Any) -> str:
    """A cell as text: a whole number without the `.0` a spreadsheet adds."""
    if _is_number(cell) and float(cell).is_integer():
        return str(int(cell))
    return str(cell).strip()


def _lost_digits(cell: Any) -> bool:
    """Whether the cell holds an identifier that a spreadsheet has rounded, or written as 1.23E+15."""
    if _is_number(cell):
        return abs(cell) >= 10**MOST_DIGITS
    return _POWER.fullmatch(str(cell).replace(" ", "")) is not None


def _became(row: Cells, statuses: Sequence[int]) -> dict[str, Any]:
    """What the bank says became of the line, in however many columns."""
    said = BETWEEN.join(text for place in statuses if place < len(row) and (text := _plain(row[place])))
    return {"status": said, "unsaid": bool(statuses) and not said}


def _means_paid(said: str) -> bool:
    words = set(re.sub(r"[-_/.,:;()]", " ", said.lower()).split())
    return bool(words & PAID) and words <= PAID | BESIDE


def _line(number: int, row: Cells, places: dict[str, int | None], run_number: str) -> Said:
    given: dict[str, Any] = {}
    lost = ""
    for name, place in places.items():
        cell = row[place] if place is not None and place < len(row) else ""
        given[name] = _plain(cell)
        if name in ("utr", "account", "payout") and _lost_digits(cell):
            lost = name
    given["payout"], run = _named(" ".join(_plain(cell) for cell in row), run_number)
    return Said(number, **given, lost=lost, run=run)


def _named(text: str, run_number: str) -> tuple[str, str]:
    """The payout of this run that the line names, and the run; another one before this one: `DGHRP-0007-55 sales`."""
    prefix, _dash, own = run_number.rpartition("-")
    here = re.compile(rf"\b{re.escape(prefix)}[-_/ ]?(\d{{4,12}})(?:-(\d{{1,18}}))?(?!\d)", re.I)
    anywhere = re.compile(r"\b([A-Z]{2,4}P)-(\d{4,})\b", re.I)
    ours = here.findall(text)
    others = [f"{prefix}-{number}" for number, _payout in ours if int(number) != int(own)]
    others += [f"{of}-{number}" for of, number in anywhere.findall(text) if of.upper() != prefix.upper()]
    payouts = {payout for number, payout in ours if payout and int(number) == int(own)}
    return payouts.pop() if len(payouts) == 1 else "", (others or [run_number if ours else ""])[0]
