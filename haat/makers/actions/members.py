"""Who belongs to a maker, and how its money is shared."""

from collections.abc import Mapping

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.makers import errors
from haat.makers.models import Maker, Member
from haat.makers.naming import Names, given
from haat.people.models import User


def locked(maker: Maker) -> Maker:
    return Maker.objects.select_for_update(of=("self",), no_key=True).select_related("mart", "seller").get(pk=maker.pk)


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
    names = given(names)
    maker = locked(maker)
    if user is not None and maker.members.filter(user=user).exists():
        raise errors.already_member()
    if min(work_units, amount_share) < 0:
        raise errors.bad_weights()
    member = Member.objects.create(
        maker=maker, user=user, names=names, leads=leads, work_units=work_units, amount_share=amount_share
    )
    _count_members(maker)
    record("makers.member_added", member, by=by, mart_id=maker.mart_id, maker=maker.pk, leads=leads)
    return member


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
    maker.save(update_fields=["member_count"])


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
