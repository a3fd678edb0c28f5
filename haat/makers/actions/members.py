"""Who belongs to a maker, and how its money is shared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import changes, record
from haat.core.locks import hold, hold_all
from haat.core.rows import update
from haat.makers.errors import AlreadyMember, BadShareRule, BadWeights, HasLeft, LeaderStays
from haat.makers.models import Maker, Member
from haat.makers.naming import Names, given
from haat.people.models import User

# Ten lakh: a share agreed in rupees fits, and what the database can count.
MOST_WEIGHT = 1_000_000


@dataclass(frozen=True)
class NewMember:
    """Who is to be added, and how heavily she counts when a payout is shared."""

    names: Names
    user: User | None = None
    leads: bool = False
    work_units: int = 1
    amount_share: int = 1


def held(maker: Maker) -> Maker:
    """The maker as it stands, held: before its members, papers and bank account, by whoever changes them."""
    return hold(maker, "mart", "seller")


@transaction.atomic
def add_member(
    maker: Maker,
    *,
    names: Names,
    user: User | None = None,
    leads: bool = False,
    work_units: int = 1,
    amount_share: int = 1,
    by: Actor,
) -> Member:
    """Add a member; with a `user` she may act on the maker's phone. Raises HaatError."""
    new = NewMember(names, user, leads=leads, work_units=work_units, amount_share=amount_share)
    return add_members(maker, members=[new], by=by)[0]


@transaction.atomic
def add_members(maker: Maker, *, members: Sequence[NewMember], by: Actor) -> list[Member]:
    """Add several at once, in this order; who had left comes back. Raises HaatError when one of them cannot be."""
    maker = held(maker)
    users = [member.user.pk for member in members if member.user is not None]
    known = {member.user_id: member for member in maker.members.filter(user__in=users)} if users else {}
    if len(users) != len(set(users)) or any(member.active for member in known.values()):
        raise AlreadyMember()
    if not all(0 <= weight <= MOST_WEIGHT for new in members for weight in (new.work_units, new.amount_share)):
        raise BadWeights()
    before = {member.pk: facts_of_member(member) for member in known.values()}
    seated = [_seat(maker, new, known.get(new.user.pk) if new.user else None) for new in members]
    Member.objects.bulk_create([member for member in seated if member.pk is None])
    for member in known.values():
        update(member, "names", "leads", "work_units", "amount_share", "active")
    count_members(maker)
    for member in seated:
        told = changes(before.get(member.pk, {}), facts_of_member(member))
        record("makers.member_added", member, by=by, mart_id=maker.mart_id, maker=maker.pk, leads=member.leads, **told)
    return seated


def facts_of_member(member: Member) -> dict[str, Any]:
    """A member as her maker's history keeps her: never her name, for the trail is not edited when she is erased."""
    return {field: getattr(member, field) for field in ("leads", "active", "work_units", "amount_share")}


def _seat(maker: Maker, new: NewMember, known: Member | None) -> Member:
    """A new row, or hers from before: shares she had hang on it."""
    member = known or Member(maker=maker, user=new.user)
    member.names, member.leads, member.active = given(new.names), new.leads, True
    member.work_units, member.amount_share = new.work_units, new.amount_share
    return member


@transaction.atomic
def change_member(member: Member, *, names: Names, by: Actor) -> Member:
    """She is called otherwise; the same names change nothing. Raises HaatError at `names`."""
    names = given(names)
    maker, member = _seat_of(member)
    if names != member.names:
        member.names = names
        update(member, "names")
        record("makers.member_changed", member, by=by, mart_id=maker.mart_id, maker=maker.pk)
    return member


@transaction.atomic
def make_leader(member: Member, *, by: Actor) -> Member:
    """She leads from now on, alone; when she signs in by phone, her number is the maker's.

    Raises HasLeft.
    """
    maker, member = _seat_of(member)
    if not member.active:
        raise HasLeft()
    before = list(maker.members.filter(leads=True).exclude(pk=member.pk).values_list("pk", flat=True))
    maker.members.filter(pk__in=before).update(leads=False)
    member.leads = True
    update(member, "leads")
    if member.user is not None and member.user.phone != maker.phone:
        maker.phone = member.user.phone
        update(maker, "phone")
    record("makers.leader_set", maker, by=by, member=member.pk, before=before)
    return member


@transaction.atomic
def remove_member(member: Member, *, by: Actor) -> Member:
    """A member leaves: she keeps what she earned, takes no further share, and acts no more for the maker.

    Raises LeaderStays: a maker is never without a leader.
    """
    maker, member = _seat_of(member)
    if not member.active:
        return member
    if member.leads and not maker.members.filter(leads=True, active=True).exclude(pk=member.pk).exists():
        raise LeaderStays()
    before = facts_of_member(member)
    member.active = member.leads = False
    update(member, "active", "leads")
    count_members(maker)
    told = changes(before, facts_of_member(member))
    record("makers.member_removed", member, by=by, mart_id=maker.mart_id, maker=maker.pk, **told)
    return member


def _seat_of(member: Member) -> tuple[Maker, Member]:
    """The maker, held, and the member as she is now."""
    maker = held(member.maker)
    return maker, maker.members.select_related("user").get(pk=member.pk)


def count_members(maker: Maker) -> None:
    """Write down how many belong to the maker, which is held."""
    maker.member_count = maker.members.filter(active=True).count()
    update(maker, "member_count")


@transaction.atomic
def set_share_rule(maker: Maker, *, rule: str, weights: Mapping[int, int] | None = None, by: Actor) -> Maker:
    """How a payout is shared: equal, by_work or by_amounts; `weights` is member id → whole number.

    Raises BadShareRule, BadWeights.
    """
    maker = held(maker)
    if rule not in Maker.ShareRule.values:
        raise BadShareRule()
    was: dict[str, int] = {}
    if rule != Maker.ShareRule.EQUAL:
        was = _set_weights(maker, "work_units" if rule == Maker.ShareRule.BY_WORK else "amount_share", weights or {})
    before, maker.share_rule = maker.share_rule, rule
    maker.save(update_fields=["share_rule"])
    shares = {str(member): weight for member, weight in (weights or {}).items()}
    record("makers.share_rule_set", maker, by=by, before=before, rule=rule, weights_before=was, weights=shares)
    return maker


def _set_weights(maker: Maker, field: str, weights: Mapping[int, int]) -> dict[str, int]:
    """Write how heavily each member counts; answers how heavily she did."""
    members = hold_all(maker.members.filter(active=True))
    if set(weights) != {member.pk for member in members}:
        raise BadWeights()
    if not any(weights.values()) or not all(0 <= weight <= MOST_WEIGHT for weight in weights.values()):
        raise BadWeights()
    before = {str(member.pk): int(getattr(member, field)) for member in members}
    for member in members:
        setattr(member, field, weights[member.pk])
    Member.objects.bulk_update(members, [field])
    return before
