"""What the columns of a list mean, read from the table of headings or said by a person, and what list it is."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.kruti_dev import Unsure, to_unicode
from haat.core.longtable import joined
from haat.core.texts import clean_line
from haat.roster.data import headings

# Nothing of such a column leaves the reader: neither a value nor a trace of it, only how many there were.
AADHAAR, LOAN, PERSONAL, PAPERS = "aadhaar", "loan_account", "personal", "papers"
NEVER: "Mapping[str, str | Promise]" = {
    AADHAAR: _("Aadhaar number"),
    LOAN: _("Loan account"),
    PERSONAL: _("Personal: caste, religion, disability, age and the like"),
    PAPERS: _("Numbers of papers"),
}
IGNORE = "ignore"
# Every field a column may mean, in the order in which a person chooses among them.
FIELDS: "Mapping[str, str | Promise]" = {
    "lokos_id": _("Group’s LokOS number"),
    "mis_id": _("Group’s NRLM (MIS) number"),
    "state_id": _("Group’s number of the state mission"),
    "group_name": _("Group’s name"),
    "group_kind": _("Kind of group"),
    "district": _("District"),
    "block": _("Block"),
    "panchayat": _("Gram panchayat"),
    "village": _("Village"),
    "village_lgd": _("Village’s LGD code"),
    "federation_name": _("Federation"),
    "federation_code": _("Federation’s number"),
    "organisation_name": _("Village organisation"),
    "organisation_code": _("Village organisation’s number"),
    "since": _("Formed on"),
    "member_count": _("How many members"),
    "leader_name": _("President"),
    "leader_phone": _("President’s phone"),
    "secretary_name": _("Secretary"),
    "secretary_phone": _("Secretary’s phone"),
    "treasurer_name": _("Treasurer"),
    "treasurer_phone": _("Treasurer’s phone"),
    "account_number": _("Savings account"),
    "ifsc": _("IFSC"),
    "ifsc_or_branch": _("IFSC or branch code"),
    "bank_name": _("Bank"),
    "member_code": _("Member’s number"),
    "member_mis": _("Member’s NRLM (MIS) number"),
    "member_name": _("Member’s name"),
    "guardian": _("Father, mother or husband"),
    "role": _("Her role in the group"),
    "phone": _("Phone"),
    "makes": _("What they make"),
    "producer_group": _("Producer group"),
    "duplicate_flag": _("Marked as repeated or wrong"),
    "urban_flag": _("Panchayat is a town now"),
}
GROUP_CODES = {"lokos_id": "lokos", "mis_id": "mis", "state_id": "state"}
# Kinds of lists, and their rank: of two that tell of one group, that of the higher one changes what is known.
FEDERATIONS, BANK, MEMBERS, GROUPS = "federations", "bank", "members", "groups"
RANKS = {FEDERATIONS: 0, BANK: 1, MEMBERS: 2, GROUPS: 3}
# In this order files are read that are brought together: those that tell of the tree first.
ORDER = (FEDERATIONS, GROUPS, BANK, MEMBERS)
_BESIDE = re.compile(r"[(（\[/].*")
_WITHIN = re.compile(r"[(（\[](.*?)[)）\]]")


def canonical(heading: Any) -> str:
    """A heading in letters and figures alone, small ones: `SHG Name ` and `shg_name` are `shgname`."""
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", str(heading))).casefold()
    return "".join(sign for sign in text if sign.isalnum() or unicodedata.category(sign)[0] == "M")


@lru_cache(maxsize=4_000)
def field_of(heading: str) -> str:
    """The field a heading means; "" when the table of headings does not know it.

    `Village (गाँव)` is looked up whole, then by what stands before the bracket and in it; `lewg dk uke` as it was typed.
    """
    known, told = headings(), canonical(heading)
    for text in (heading, _BESIDE.sub("", heading), *_WITHIN.findall(heading)):
        if found := known.get(canonical(text)):
            return found
    if "aadha" in told or "aadhar" in told or "आधार" in told:
        return AADHAAR
    try:
        return known.get(canonical(to_unicode(heading)), "") if heading.isascii() and heading.strip() else ""
    except Unsure:
        return ""


def fields_of(cells: Sequence[Any]) -> list[str]:
    """Of each cell of a row of headings the field it means; a field that is meant twice counts once, for the first."""
    found, taken = list[str](), set[str]()
    for cell in cells:
        field = field_of(str(cell).strip())
        twice = field in taken and field in FIELDS
        found.append("" if twice else field)
        taken.add(field)
    return found


def named(cells: Sequence[Any]) -> int:
    """How many columns of a row say something to Haat."""
    return len({field for field in fields_of(cells) if field in FIELDS})


def heads_of(rows: Sequence[Sequence[Any]]) -> list[str]:
    """The headings of a table, written over two rows or one."""
    cells = joined(list(rows[0]), list(rows[1])) if len(rows) > 1 else rows[0]
    return [clean_line(str(cell)) for cell in cells]


def read_heads(rows: Sequence[Sequence[Any]]) -> list[str]:
    """The fields of headings that stand in one row or in two: of two what both say together, else one of them alone."""
    whole = fields_of(heads_of(rows))
    if len(rows) < 2:
        return whole
    width = len(whole)
    upper, lower = ([*fields_of(row), *[""] * width][:width] for row in rows)
    taken, found = set[str](), list[str]()
    for at in range(width):
        field = next((each for each in (whole[at], lower[at], upper[at]) if each and each not in taken), "")
        found.append(field)
        taken |= {field} if field in FIELDS else set()
    return found


def digest_of(heads: Sequence[str]) -> str:
    """What tells one kind of list from another: its headings, whatever their case and spaces."""
    told = "\n".join(canonical(head) for head in heads)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def shape_of(fields: Collection[str]) -> str:
    """What kind of list such columns make; "" when they say nothing of groups, members or federations."""
    told = set(fields)
    codes = told & GROUP_CODES.keys()
    if told & {"member_name", "member_code", "member_mis"} and (codes or "group_name" in told):
        return MEMBERS
    if "group_name" in told:
        return GROUPS
    if codes and "account_number" in told:
        return BANK
    if codes:
        return GROUPS
    if told & {"federation_name", "organisation_name"}:
        return FEDERATIONS
    return ""
