"""What a row tells of a group beside what is known of it: what is new, what changes, what stays."""

from collections.abc import Mapping
from typing import Any

from haat.core.identifiers import mask_phone
from haat.makers.models import Organisation
from haat.places.models import Mart, Place
from haat.roster.accounts import mark
from haat.roster.models import Group
from haat.roster.naming import language_of, sort_of
from haat.roster.reading import GroupTold
from haat.roster.rules import may_tell

# What a list may change of a group.
FIELDS = (
    *("names", "sort", "kind", "block", "place", "village", "panchayat", "organisation", "since", "told_members"),
    *("officers", "phone", "makes", "account_mark", "account_end", "ifsc", "urban"),
    *("told_by", "told_rank"),
)
_NOTHING: tuple[Any, ...] = ("", None, 0, {}, False)


class Where:
    """Where a row says its group is: block, village where it is known, and how it is written."""

    def __init__(self, block: Place | None, place: Place | None, village: str, panchayat: str) -> None:
        self.block, self.place, self.village, self.panchayat = block, place, village, panchayat


def new_group(mart: Mart, told: GroupTold, where: Where, organisation: Organisation | None) -> Group:
    """A group as its first row tells of it."""
    assert where.block is not None
    names = {language_of(told.name, mart): told.name}
    return Group(
        mart=mart,
        kind=told.kind or Group.Kind.GROUP,
        names=names,
        sort=sort_of(names),
        block=where.block,
        place=where.place or where.block,
        village=where.village,
        panchayat=where.panchayat,
        organisation=organisation,
        since=told.since,
        told_members=told.members,
        officers=told.officers,
        phone=told.phone,
        makes=told.makes,
        account_mark=mark(told.account),
        account_end=told.account[-4:],
        ifsc=told.ifsc,
        urban=told.urban,
    )


def tell(
    group: Group,
    told: GroupTold,
    where: Where,
    organisation: Organisation | None,
    *,
    mart: Mart,
    rank: int,
    digest: str,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write into the group what the row tells: (before, after) of what changed, empty where nothing did.

    A list of lower rank, or of other columns, only fills what is not known (`rules.may_tell`).
    """
    leads = may_tell(group, rank, digest)
    before, after = dict[str, Any](), dict[str, Any]()

    def put(field: str, value: Any) -> None:
        known = getattr(group, field)
        if value in _NOTHING or value == known or (known not in _NOTHING and not leads):
            return
        before[field], after[field] = known, value
        setattr(group, field, value)

    _names(group, told, mart, leads, before, after)
    _places(group, where, leads, before, after)
    for field in ("since", "kind", "makes", "urban"):
        put(field, getattr(told, field))
    put("told_members", told.members)
    _officers(group, told, leads, before, after)
    _account(group, told, leads, before, after)
    if organisation is not None and group.placed_by is None:
        put_organisation(group, organisation, leads, before, after)
    if after or (leads and rank > group.told_rank):
        group.told_by, group.told_rank = (digest, rank) if leads else (group.told_by, group.told_rank)
    return before, after


def _names(
    group: Group, told: GroupTold, mart: Mart, leads: bool, before: dict[str, Any], after: dict[str, Any]
) -> None:
    language = language_of(told.name, mart)
    known = group.names.get(language, "")
    if not told.name or known == told.name or (known and not leads):
        return
    before["names"], after["names"] = group.names, {**group.names, language: told.name}
    group.names = after["names"]
    group.sort = sort_of(group.names)


def _places(group: Group, where: Where, leads: bool, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Block and village change together, and only where the row says both surely."""
    if where.block is None:
        return
    nowhere = group.place_id == group.block_id and not group.village
    place = (where.place or where.block).pk
    told = where.place is not None or bool(where.village)
    same = (group.block_id, group.place_id, group.village) == (where.block.pk, place, where.village)
    if same or not (leads or nowhere) or (not told and where.block.pk == group.block_id):
        _panchayat(group, where, leads)
        return
    if group.placed_by is not None and group.block_id != where.block.pk:
        return
    for field, value in (("block", where.block.pk), ("place", place), ("village", where.village)):
        known = getattr(group, field if field == "village" else f"{field}_id")
        if known != value:
            before[field], after[field] = known, value
            setattr(group, field if field == "village" else f"{field}_id", value)
    _panchayat(group, where, leads)


def _panchayat(group: Group, where: Where, leads: bool) -> None:
    if where.panchayat and (leads or not group.panchayat):
        group.panchayat = where.panchayat


def put_organisation(
    group: Group, organisation: Organisation, leads: bool, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """A village organisation stands for its federation too: a list that only knows the federation changes nothing."""
    if group.organisation_id == organisation.pk or (group.organisation_id is not None and not leads):
        return
    if group.organisation_id is not None and organisation.kind == Organisation.Kind.FEDERATION:
        return
    before["organisation"], after["organisation"] = group.organisation_id, organisation.pk
    group.organisation = organisation


def _officers(group: Group, told: GroupTold, leads: bool, before: dict[str, Any], after: dict[str, Any]) -> None:
    officers = {role: dict(known) for role, known in group.officers.items()}
    for role, each in told.officers.items():
        known = officers.setdefault(role, {"name": "", "phone": ""})
        for what in ("name", "phone"):
            if each.get(what) and (leads or not known.get(what)):
                known[what] = each[what]
    if officers != group.officers:
        before["officers"], after["officers"] = _masked(group.officers), _masked(officers)
        group.officers = officers
    phone = officers.get("leader", {}).get("phone", "")
    if phone and phone != group.phone:
        group.phone = phone


def _masked(officers: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Officers as a history shows them: of a phone only so much that its owner knows it."""
    return [
        " ".join(filter(None, (each.get("name", ""), mask_phone(each["phone"]) if each.get("phone") else "")))
        for _role, each in sorted(officers.items())
    ]


def _account(group: Group, told: GroupTold, leads: bool, before: dict[str, Any], after: dict[str, Any]) -> None:
    """The account's mark and last digits; its IFSC changes with it, or where none was known."""
    told_mark = mark(told.account)
    if not told.account or (group.account_mark and not leads):
        return
    if group.account_mark != told_mark:
        before["account_end"], after["account_end"] = group.account_end, told.account[-4:]
        group.account_mark, group.account_end = told_mark, told.account[-4:]
        group.ifsc = ""
    if told.ifsc and told.ifsc != group.ifsc:
        before["ifsc"], after["ifsc"] = group.ifsc, told.ifsc
        group.ifsc = told.ifsc
