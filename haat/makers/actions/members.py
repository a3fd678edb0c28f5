"""Who belongs to a maker, and how its money is shared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import BigIntegerField, QuerySet

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.prepared import Prepared, Slot
from haat.core.rows import update
from haat.makers import errors
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


@Prepared
def _locked() -> QuerySet[Maker]:
    makers = Maker.objects.select_for_update(of=("self",), no_key=True).select_related("mart", "seller")
    return makers.filter(pk=Slot("pk", BigIntegerField()))


def locked(maker: Maker) -> Maker:
    return _locked.get(pk=maker.pk)


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
    maker = locked(maker)
    users = [member.user.pk for member in members if member.user is not None]
    known = {member.user_id: member for member in maker.members.filter(user__in=users)} if users else {}
    if len(users) != len(set(users)) or any(member.active for member in known.values()):
        raise errors.already_member()
    if not all(0 <= weight <= MOST_WEIGHT for new in members for weight in (new.work_units, new.amount_share)):
        raise errors.bad_weights()
    seated = [_seat(maker, new, known.get(new.user.pk) if new.user else None) for new in members]
    Member.objects.bulk_create([member for member in seated if member.pk is None])
    for member in known.values():
        update(member, "names", "leads", "work_units", "amount_share", "active")
    _count_members(maker)
    for member in seated:
        record("makers.member_added", member, by=by, mart_id=maker.mart_id, maker=maker.pk, leads=member.leads)
    return seated


def _seat(maker: Maker, new: NewMember, known: Member | None) -> Member:
    """A new row, or hers from before: shares she had hang on it."""
    member = known or Member(maker=maker, user=new.user)
    member.names, member.leads, member.active = given(new.names), new.leads, True
    member.work_units, member.amount_share = new.work_units, new.amount_share
    return member


@transaction.atomic
def make_leader(member: Member, *, by: Actor) -> Member:
    """She leads from now on, alone; when she signs in by phone, her number is the maker's.

    Raises HaatError(makers.has_left).
    """
    maker, member = _seat_of(member)
    if not member.active:
        raise errors.has_left()
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

    Raises HaatError(makers.leader_stays): a maker is never without a leader.
    """
    maker, member = _seat_of(member)
    if not member.active:
        return member
    if member.leads and not maker.members.filter(leads=True, active=True).exclude(pk=member.pk).exists():
        raise errors.leader_stays()
    member.active = member.leads = False
    update(member, "active", "leads")
    _count_members(maker)
    record("makers.member_removed", member, by=by, mart_id=maker.mart_id, maker=maker.pk)
    return member


def _seat_of(member: Member) -> tuple[Maker, Member]:
    """The maker, locked, and the member as she is now."""
    maker = locked(member.maker)
    return maker, maker.members.select_related("user").get(pk=member.pk)


def _count_members(maker: Maker) -> None:
    maker.member_count = maker.members.filter(active=True).count()
    update(maker, "member_count")


@transaction.atomic
def set_share_rule(maker: Maker, *, rule: str, weights: Mapping[int, int] | None = None, by: Actor) -> Maker:
    """How a payout is shared: equal, by_work or by_amounts; `weights` is member id → whole number.

    Raises HaatError(makers.bad_share_rule, makers.bad_weights).
    """
    maker = locked(maker)
    if rule not in Maker.ShareRule.values:
        raise errors.bad_share_rule()
    if rule != Maker.ShareRule.EQUAL:
        _set_weights(maker, "work_units" if rule == Maker.ShareRule.BY_WORK else "amount_share", weights or {})
    before, maker.share_rule = maker.share_rule, rule
    maker.save(update_fields=["share_rule"])
    shares = {str(member): weight for member, weight in (weights or {}).items()}
    record("makers.share_rule_set", maker, by=by, before=before, rule=rule, weights=shares)
    return maker


def _set_weights(maker: Maker, field: str, weights: Mapping[int, int]) -> None:
    members = list(maker.members.select_for_update(no_key=True).filter(active=True).order_by("pk"))
    if set(weights) != {member.pk for member in members}:
        raise errors.bad_weights()
    if not any(weights.values()) or not all(0 <= weight <= MOST_WEIGHT for weight in weights.values()):
        raise errors.bad_weights()
    for member in members:
        setattr(member, field, weights[member.pk])
    Member.objects.bulk_update(members, [field])
