"""Rows of lists as what they tell of groups and members: looked at as a whole first, then cell by cell."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from haat.makers.alike import key_of
from haat.roster import cells
from haat.roster.cells import Odd
from haat.roster.headings import AADHAAR, FIELDS, GROUP_CODES, GROUPS, IGNORE, LOAN, MEMBERS, NEVER

# What became of a row, a letter each: new, changed, there already, refused, passed over.
NEW, CHANGED, SAME, REFUSED, PASSED = "n", "c", "s", "r", "p"
OUTCOMES = (NEW, CHANGED, SAME, REFUSED, PASSED)
# So many rows are looked at before the first is read.
LOOKED_AT = 3_000
_MOSTLY = 0.8
_MEMBER_CODES = ("member_code", "member_mis")
_SUMS = re.compile(
    r"^(?:grand |sub ?-?|state |district |block |gp )*totals?\b|^(?:उप|कुल|सकल)?[- ]?(?:योग|जोड़)\b|^एकूण\b|^बेरीज\b", re.I
)
_NAMES = ("group_name", "member_name", "guardian", "leader_name", "organisation_name", "federation_name")
_OFFICERS = ("leader", "secretary", "treasurer")
MOST_MEMBERS = 20
# Kept with two signs before it, which say of what kind of organisation it is (`actions.treeing`).
MOST_ORGANISATION_CODE = cells.MOST_CODE - 2


class Bad(Exception):
    """A row that stays out: the field, a code of `reasons.REFUSED`, and what is said of the cell."""

    def __init__(self, column: str, code: str, said: str = "") -> None:
        super().__init__(column, code)
        self.column, self.code, self.said = column, code, said


Note = tuple[str, str, str]  # a remark: its field, code, and what is said


@dataclass(slots=True)
class GroupTold:
    """What a row tells of its group; empty where it says nothing. Places and organisations as they are written."""

    name: str = ""
    kind: str = ""
    block: str = ""
    district: str = ""
    panchayat: str = ""
    village: str = ""
    village_lgd: str = ""
    federation: tuple[str, str] = ("", "")  # name, number
    organisation: tuple[str, str] = ("", "")
    since: int | None = None
    members: int = 0
    officers: dict[str, dict[str, str]] = field(default_factory=dict)
    phone: str = ""
    makes: str = ""
    account: str = ""
    ifsc: str = ""
    urban: bool = False
    notes: list[Note] = field(default_factory=list)


@dataclass(slots=True)
class PersonTold:
    """What a row tells of a member."""

    key: str
    name: str
    guardian: str
    role: str
    phone: str
    makes: str
    notes: list[Note]


@dataclass
class Sniffed:
    """What a list shows before it is read: how long the numbers of a column mostly are, columns whose numbers have
    twelve digits, columns that hold Aadhaar numbers under another name, whether names are typed in an old font."""

    lengths: dict[str, int] = field(default_factory=dict)
    twelve: set[str] = field(default_factory=set)
    aadhaar: set[int] = field(default_factory=set)
    old_font: bool = False


def sniff(fields: Sequence[str], rows: Iterable[tuple[int, Sequence[Any]]]) -> Sniffed:
    """Look at the first rows of a list whose columns mean `fields`."""
    found, lengths, fits = Sniffed(), dict[str, Counter[int]](), dict[int, list[int]]()
    for _number, row in islice(rows, LOOKED_AT):
        for at, column in enumerate(fields[: len(row)]):
            _look(found, lengths, fits, at, column, row[at])
    for column, counted in lengths.items():
        length, times = counted.most_common(1)[0]
        if times > _MOSTLY * counted.total():
            found.lengths[column] = length
            found.twelve |= {column} if length == 12 else set()
    found.aadhaar = {at for at, told in fits.items() if len(told) > 4 and sum(told) > _MOSTLY * len(told)}
    return found


def _look(
    found: Sniffed, lengths: dict[str, "Counter[int]"], fits: dict[int, list[int]], at: int, column: str, cell: Any
) -> None:
    if column in GROUP_CODES or column in _MEMBER_CODES:
        try:
            if code := cells.code(cell, twelve=True):
                lengths.setdefault(column, Counter())[len(code)] += 1
        except Odd:
            return
    elif column in _NAMES and not found.old_font and isinstance(cell, str) and cell.isascii():
        try:
            found.old_font = cells.meant(" ".join(cell.split())) is not None
        except Odd:
            found.old_font = True
    if column not in NEVER and cell not in ("", None):
        plain = str(cell).replace(" ", "").replace("-", "").removesuffix(".0")
        fits.setdefault(at, []).append(cells.is_aadhaar(plain))


def _same(head: str) -> str:
    return " ".join(head.split()).casefold()


class Reader:
    """Reads the rows of one list: its columns, what it showed as a whole, and how letters of an old font are taken."""

    def __init__(
        self, heads: Sequence[str], fields: Sequence[str], shape: str, seen: Sniffed, *, convert: bool, demo: bool
    ) -> None:
        self.fields = [AADHAAR if at in seen.aadhaar else each for at, each in enumerate(fields)]
        self.shape, self._seen, self._convert, self._demo = shape, seen, convert, demo
        self._at = {column: at for at, column in reversed(list(enumerate(self.fields))) if column in FIELDS}
        self._loans = [at for at, column in enumerate(self.fields) if column == LOAN]
        self.dropped = {at: column for at, column in enumerate(self.fields) if column in NEVER}
        said = [(at, _same(heads[at])) for at, each in enumerate(fields) if each and each != IGNORE]
        self._heads = said
        self._codes = [(column, kind) for column, kind in GROUP_CODES.items() if column in self._at]

    def columns(self) -> list[int]:
        """Where the columns stand of which something is read."""
        return sorted(self._at.values())

    def identity(self) -> tuple[Any, ...]:
        """All that decides how a row is read."""
        seen = self._seen
        looked = sorted(seen.lengths.items()), sorted(seen.twelve), seen.old_font
        return self.fields, self._heads, self.shape, looked, self._convert, self._demo

    def cell(self, row: Sequence[Any], column: str) -> Any:
        """What stands in a column; "" where the row is shorter, or the list has none such."""
        at = self._at.get(column, -1)
        return row[at] if 0 <= at < len(row) else ""

    def passed(self, row: Sequence[Any]) -> str:
        """Why a row tells of nothing: `heads_again`, `sums`, `marked`; "" for one that does."""
        first = next((cell for cell in row if cell not in ("", None)), "")
        if isinstance(first, str):
            if _SUMS.match(first.strip()) or (not self._numbers(row) and self._sums_later(row)):
                return "sums"
            if self._says_heads(row):
                return "heads_again"
        flag = self.cell(row, "duplicate_flag")
        return "marked" if flag not in ("", None) and cells.yes(flag) else ""

    def _says_heads(self, row: Sequence[Any]) -> bool:
        """Whether three columns say what they are called; most rows are known by the first ones not to."""
        for at, head in self._heads[:3]:
            cell = row[at] if at < len(row) else ""
            if (
                isinstance(cell, str)
                and len(cell) >= len(head)
                and cell[:1].casefold() == head[:1]
                and _same(cell) == head
            ):
                break
        else:
            return False
        return sum(at < len(row) and _same(str(row[at])) == head for at, head in self._heads) > 2

    def _sums_later(self, row: Sequence[Any]) -> bool:
        return any(isinstance(cell, str) and _SUMS.match(cell.strip()) for cell in row[:6])

    def _numbers(self, row: Sequence[Any]) -> bool:
        return any(self.cell(row, column) not in ("", None) for column, _kind in self._codes)

    def codes(self, row: Sequence[Any]) -> dict[str, str]:
        """Kind → the group's number. Raises Bad: one of them is cut, or as long as no other."""
        found = {}
        for column, kind in self._codes:
            if code := self._code(row, column):
                found[kind] = code
        return found

    def _code(self, row: Sequence[Any], column: str) -> str:
        try:
            code = cells.code(self.cell(row, column), twelve=column in self._seen.twelve)
        except Odd as odd:
            raise Bad(column, odd.code, odd.said) from None
        usual = self._seen.lengths.get(column)
        if code and usual and len(code) != usual:
            raise Bad(column, "code_length", str(len(code)))
        return code

    def _name(self, row: Sequence[Any], column: str, notes: list[Note], *, needed: bool = False) -> str:
        """A name; one of a field that is not `needed` is left out where it cannot be read. Raises Bad."""
        cell = self.cell(row, column)
        try:
            found = cells.name(cell, convert=self._convert, old_font=self._seen.old_font)
        except Odd as odd:
            if needed or odd.code.startswith("old_font"):
                raise Bad(column, odd.code, odd.said) from None
            notes.append((column, "name_left", ""))
            return ""
        if self._convert and found and not found.isascii() and str(cell).isascii():
            notes.append((column, "converted", found))
        return self._clean_of_aadhaar(column, found, notes)

    def _clean_of_aadhaar(self, column: str, found: str, notes: list[Note]) -> str:
        kept, times = cells.without_aadhaar(found)
        if times:
            notes.append((column, "aadhaar_left", ""))
        return kept

    def _or_left(self, row: Sequence[Any], column: str, read: Any, notes: list[Note], otherwise: Any) -> Any:
        """A cell as `read` has it; what it cannot read is left out, and that is noted."""
        cell = self.cell(row, column)
        if cell in ("", None):
            return otherwise
        try:
            return read(cell)
        except Odd as odd:
            code = "account_cut" if column == "account_number" and odd.code == "number_cut" else odd.code
            notes.append((column, code, odd.said))
            return otherwise

    def _phone(self, row: Sequence[Any], column: str, notes: list[Note]) -> str:
        found = self._or_left(row, column, lambda cell: cells.phone(cell, demo=self._demo), notes, "")
        return str(found)

    def group(self, row: Sequence[Any]) -> GroupTold:
        """What the row tells of its group. Raises Bad."""
        told = GroupTold()
        notes = told.notes
        told.name = self._name(row, "group_name", notes, needed=True)
        self._places(row, told)
        told.federation = self._organisation(row, "federation", notes)
        told.organisation = self._organisation(row, "organisation", notes)
        told.since = self._or_left(row, "since", cells.year, notes, None)
        told.members = self._members(row, notes)
        told.urban = cells.yes(self.cell(row, "urban_flag"))
        if told.urban:
            notes.append(("urban_flag", "urban", ""))
        said = cells.text(self.cell(row, "group_kind")).casefold()
        told.kind = "producer_group" if "producer" in said or "उत्पादक" in said or said == "pg" else ""
        if self.shape != MEMBERS:
            self._officers(row, told)
            told.makes = self._words(row, "makes", 200, notes)
        self._account(row, told)
        return told

    def producer_group(self, row: Sequence[Any]) -> tuple[str, list[Note]]:
        """The producer group, by name or number, that the row says its group belongs to besides."""
        notes, cell = list[Note](), self.cell(row, "producer_group")
        if cell in ("", None):
            return "", notes
        with suppress(Odd):
            if (number := cells.code(cell)).isdigit():
                return number, notes
        return self._name(row, "producer_group", notes), notes

    def _words(self, row: Sequence[Any], column: str, most: int, notes: list[Note]) -> str:
        try:
            found = cells.text(self.cell(row, column))[:most]
        except Odd:
            return ""
        return self._clean_of_aadhaar(column, found, notes)

    def _places(self, row: Sequence[Any], told: GroupTold) -> None:
        for column in ("district", "block", "panchayat", "village", "village_lgd"):
            try:
                found = cells.text(self.cell(row, column))[: cells.MOST_NAME]
            except Odd:
                found = ""
            setattr(told, column, found)

    def _organisation(self, row: Sequence[Any], column: str, notes: list[Note]) -> tuple[str, str]:
        name = self._name(row, f"{column}_name", notes)
        try:
            code = cells.code(self.cell(row, f"{column}_code"), twelve=True)
        except Odd as odd:
            raise Bad(f"{column}_code", odd.code, odd.said) from None
        if len(code) > MOST_ORGANISATION_CODE:
            raise Bad(f"{column}_code", "code_long")
        return name, code

    def _members(self, row: Sequence[Any], notes: list[Note]) -> int:
        if self.cell(row, "member_count") in ("", None):
            return 0
        before = len(notes)
        found = int(self._or_left(row, "member_count", cells.count, notes, 0))
        if found > MOST_MEMBERS:
            notes.append(("member_count", "count_many", str(found)))
        elif not found and len(notes) == before:
            notes.append(("member_count", "count_none", ""))
        return found

    def _officers(self, row: Sequence[Any], told: GroupTold) -> None:
        phones = set[str]()
        for role in _OFFICERS:
            name = self._name(row, f"{role}_name", told.notes)
            phone = self._phone(row, f"{role}_phone", told.notes)
            if role == "leader" and not phone and self.shape == GROUPS:
                phone = self._phone(row, "phone", told.notes)
            if phone and phone in phones:
                told.notes.append((f"{role}_phone", "phone_shared", ""))
                phone = ""
            phones.add(phone)
            if name or phone:
                told.officers[role] = {"name": name, "phone": phone}
        told.phone = told.officers.get("leader", {}).get("phone", "")

    def _account(self, row: Sequence[Any], told: GroupTold) -> None:
        number = str(self._or_left(row, "account_number", cells.account, told.notes, ""))
        loans = {"".join(str(row[at]).split()).removesuffix(".0") for at in self._loans if at < len(row)}
        if number and number in loans:
            told.notes.append(("account_number", "account_is_loan", ""))
            number = ""
        told.account = number
        column = "ifsc" if "ifsc" in self._at else "ifsc_or_branch"
        told.ifsc = str(self._or_left(row, column, cells.ifsc, told.notes, "")) if number else ""

    def person(self, row: Sequence[Any]) -> PersonTold:
        """What the row tells of a member. Raises Bad."""
        notes = list[Note]()
        name = self._name(row, "member_name", notes, needed=True)
        if not name:
            raise Bad("member_name", "member_name")
        guardian = self._name(row, "guardian", notes)
        column = next((each for each in _MEMBER_CODES if self.cell(row, each) not in ("", None)), "")
        key = self._code(row, column) if column else ""
        if not key:
            key = self._named(name, guardian)
            notes.append(("member_code", "member_no_code", ""))
        role = cells.role(str(self.cell(row, "role")))
        phone = self._phone(row, "phone", notes)
        return PersonTold(key, name, guardian, role, phone, self._words(row, "makes", 120, notes), notes)

    def key(self, row: Sequence[Any]) -> str:
        """Her key alone, for a row that is in already. Raises Bad."""
        column = next((each for each in _MEMBER_CODES if self.cell(row, each) not in ("", None)), "")
        return self._code(row, column) if column else self.person(row).key

    @staticmethod
    def _named(name: str, guardian: str) -> str:
        if not guardian:
            raise Bad("member_code", "member_empty")
        return f"~{key_of(name)[:28]}/{key_of(guardian)[:28]}"


def named_code(told: GroupTold) -> str:
    """By what a group is known that no list numbers: block, village, name and leader (or phone). Raises Bad."""
    leader = told.officers.get("leader", {})
    whose = key_of(leader.get("name", "")) or leader.get("phone", "")
    if not (told.name and whose):
        raise Bad("group_name", "code_empty")
    parts = (key_of(told.block)[:12], key_of(told.village)[:14], key_of(told.name)[:18], whose[:13])
    return "/".join(parts)
