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
    """Add several at once, in this order; raises HaatError when one of them cannot be."""
    maker = locked(maker)
    users = [member.user for member in members if member.user is not None]
    if users and maker.members.filter(user__in=users).exists():
        raise errors.already_member()
    if any(min(member.work_units, member.amount_share) < 0 for member in members):
        raise errors.bad_weights()
    made = Member.objects.bulk_create(
        Member(
            maker=maker,
            user=member.user,
            names=given(member.names),
            leads=member.leads,
            work_units=member.work_units,
            amount_share=member.amount_share,
        )
        for member in members
    )
    _count_members(maker)
    for member in made:
        record("makers.member_added", member, by=by, mart_id=maker.mart_id, maker=maker.pk, leads=member.leads)
    return made


@transaction.atomic
def remove_member(member: Member, *, by: Actor) -> Member:
    """A member leaves: she keeps what she earned, takes no further share, and acts no more for the maker."""
    maker = locked(member.maker)
    member.active = False
    member.save(update_fields=["active"])
    _count_members(maker)
    record("makers.member_removed", member, by=by, mart_id=maker.mart_id, maker=maker.pk)
    return member


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
    if min(weights.values(), default=0) < 0 or not any(weights.values()):
        raise errors.bad_weights()
    for member in members:
        setattr(member, field, weights[member.pk])
    Member.objects.bulk_update(members, [field])
