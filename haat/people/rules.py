"""Who may do what, where: one table of deeds, the place a role reaches, and what must be proven first.

`can`, `require` and `scope` ask by deed, whatever page the deed is done from: but for BY_PHONE, a role counts only
in a session in which the second factor was given (`User.proven`).
"""

from collections.abc import Iterable

from django.db.models import BigIntegerField, QuerySet

from haat.core.prepared import Prepared, Slot
from haat.people.errors import FactorMissing, NotInRole
from haat.people.models import Role, User
from haat.places.models import Mart, Place

_K = Role.Kind
OFFICE = frozenset({_K.COLLECTOR, _K.DESK, _K.COORDINATOR, _K.ACCOUNTANT, _K.AUDITOR})
DEEDS: dict[str, frozenset[str]] = {
    "see_office": OFFICE,
    "see_makers": OFFICE,
    "change_makers": frozenset({_K.DESK, _K.COORDINATOR}),
    "act_for_maker": frozenset({_K.DESK, _K.COORDINATOR}),
    "see_help": frozenset({_K.COLLECTOR, _K.DESK, _K.COORDINATOR}),
    "answer_makers": frozenset({_K.DESK, _K.COORDINATOR}),
    "answer_buyers": frozenset({_K.DESK}),
    "change_help": frozenset({_K.COLLECTOR, _K.DESK}),
    "survey": frozenset({_K.DESK, _K.COORDINATOR, _K.SURVEYOR}),
    "see_finds": frozenset({_K.COLLECTOR, _K.DESK, _K.COORDINATOR, _K.AUDITOR}),
    "change_finds": frozenset({_K.DESK, _K.COORDINATOR}),
    "see_goods": OFFICE,
    "check_goods": frozenset({_K.DESK, _K.COORDINATOR}),
    "bring_sheets": frozenset({_K.COLLECTOR, _K.DESK}),
    "change_goods": frozenset({_K.DESK, _K.COORDINATOR}),
    "change_crafts": frozenset({_K.COLLECTOR, _K.DESK}),
    "see_stock": frozenset({_K.COLLECTOR, _K.DESK, _K.ACCOUNTANT, _K.AUDITOR}),
    "move_stock": frozenset({_K.DESK}),
    "see_orders": OFFICE,
    "change_orders": frozenset({_K.DESK}),
    "see_rounds": frozenset({_K.COLLECTOR, _K.DESK, _K.ACCOUNTANT, _K.AUDITOR}),
    "plan_rounds": frozenset({_K.DESK}),
    "close_rounds": frozenset({_K.DESK, _K.ACCOUNTANT}),
    "ride": frozenset({_K.RIDER}),
    "see_money": frozenset({_K.COLLECTOR, _K.DESK, _K.ACCOUNTANT, _K.AUDITOR}),
    "confirm_payments": frozenset({_K.DESK, _K.ACCOUNTANT}),
    "propose_payouts": frozenset({_K.ACCOUNTANT, _K.DESK}),
    "release_payouts": frozenset({_K.COLLECTOR, _K.ACCOUNTANT, _K.DESK}),
    "see_messages": frozenset({_K.COLLECTOR, _K.DESK, _K.AUDITOR}),
    "send_again": frozenset({_K.DESK}),
    "see_channels": frozenset({_K.COLLECTOR, _K.DESK, _K.ACCOUNTANT, _K.AUDITOR}),
    "change_channels": frozenset({_K.COLLECTOR, _K.DESK}),
    "see_learning": OFFICE,
    "teach": frozenset({_K.DESK, _K.COORDINATOR}),
    "change_lessons": frozenset({_K.DESK}),
    "see_cohorts": OFFICE,
    "change_cohorts": frozenset({_K.COLLECTOR, _K.DESK}),
    "note_cohorts": frozenset({_K.DESK, _K.COORDINATOR}),
    "see_cohort_costs": frozenset({_K.COLLECTOR, _K.DESK, _K.ACCOUNTANT, _K.AUDITOR}),
    "write_cohort_costs": frozenset({_K.DESK, _K.ACCOUNTANT}),
    "see_letters": frozenset({_K.COLLECTOR, _K.DESK, _K.COORDINATOR, _K.AUDITOR}),
    "give_letters": frozenset({_K.DESK, _K.COORDINATOR}),
    "give_cards": frozenset({_K.COLLECTOR, _K.DESK}),
    "see_livelihood": OFFICE | {_K.FEDERATION},
    "see_paperwork": OFFICE | {_K.FEDERATION},
    "change_paperwork": frozenset({_K.DESK, _K.COORDINATOR}),
    "see_review": OFFICE,
    "change_targets": frozenset({_K.COLLECTOR}),
    "see_people": frozenset({_K.COLLECTOR, _K.DESK, _K.AUDITOR}),
    "change_people": frozenset({_K.COLLECTOR, _K.DESK}),
    "see_organisations": frozenset({_K.COLLECTOR, _K.DESK, _K.ACCOUNTANT, _K.AUDITOR}),
    "change_organisations": frozenset({_K.DESK}),
    "see_groups": OFFICE,
    "bring_groups": frozenset({_K.COLLECTOR, _K.DESK}),
    "change_groups": frozenset({_K.DESK, _K.COORDINATOR}),
    "see_federation": frozenset({_K.FEDERATION}),
    "keep_node": frozenset({_K.SECRETARY, _K.CRP}),
    "enter_office": OFFICE | {_K.FEDERATION},
    "privacy": frozenset({_K.COLLECTOR, _K.DESK}),
    "ask_privacy": frozenset({_K.DESK, _K.COORDINATOR}),
    "see_settings": frozenset({_K.COLLECTOR, _K.DESK, _K.ACCOUNTANT, _K.AUDITOR}),
    "see_audit": frozenset({_K.COLLECTOR, _K.DESK, _K.AUDITOR}),
    "change_settings": frozenset({_K.COLLECTOR, _K.DESK}),
}
# Who may give which roles, and end, move and let in anew whoever holds them (docs/decisions/who-invites.md).
GIVES: dict[str, frozenset[str]] = {
    _K.COLLECTOR: frozenset(_K.values),
    _K.DESK: frozenset({_K.COORDINATOR, _K.RIDER, _K.SURVEYOR, _K.SECRETARY, _K.CRP}),
}
# Roles of one block or less, and roles that know no blocks.
OF_A_BLOCK = frozenset({_K.COORDINATOR, _K.SURVEYOR, _K.CRP})
OF_THE_MART = frozenset({_K.COLLECTOR, _K.ACCOUNTANT})
# Roles given on the page of an organisation; those of the first are held nowhere else, a CRP's at a village as well.
AT_ORGANISATIONS_ALONE = frozenset({_K.FEDERATION, _K.SECRETARY})
OF_AN_ORGANISATION = AT_ORGANISATIONS_ALONE | {_K.CRP}
# What two people do: the first one's deed, and that of whoever does it after her.
TWO_HANDS: dict[str, tuple[str, str]] = {
    "bank": ("change_makers", "change_makers"),
    "payout": ("propose_payouts", "release_payouts"),
    "cash": ("ride", "close_rounds"),
    "access": ("change_people", "change_people"),
    "account": ("change_settings", "change_settings"),
    "refund": ("confirm_payments", "confirm_payments"),
    "merge": ("change_makers", "change_makers"),
}
# Deeds for which the code sent to a phone is enough.
BY_PHONE = frozenset({"ride", "survey", "keep_node"})


def roles_of(user: User, mart: Mart) -> list[Role]:
    """A signed-in, active person's roles in a mart; one query, remembered on the user for the request."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    kept: dict[int, list[Role]] = user.__dict__.setdefault("_roles", {})
    if mart.pk not in kept:
        kept[mart.pk] = _roles.all(user=user.pk, mart=mart.pk)
    return kept[mart.pk]


@Prepared
def _roles() -> QuerySet[Role]:
    mine = Role.objects.filter(user=Slot("user", BigIntegerField()), mart=Slot("mart", BigIntegerField()))
    return mine.select_related("place")


def holds(user: User, deed: str, *, mart: Mart, place: Place | None = None) -> bool:
    """True when a role of `user` is one for `deed`. That alone allows nothing: it says what to ask of her next."""
    kinds = DEEDS[deed]
    return any(role.kind in kinds and (place is None or role.place.contains(place)) for role in roles_of(user, mart))


def _proven(user: User, deed: str) -> bool:
    return deed in BY_PHONE or user.proven


def can(user: User, deed: str, *, mart: Mart, place: Place | None = None) -> bool:
    """True when a role of `user` allows `deed` in `mart` (at `place`, when given), and she has proven who she is."""
    return holds(user, deed, mart=mart, place=place) and _proven(user, deed)


def lacks_factor(user: User, deed: str, *, mart: Mart, place: Place | None = None) -> bool:
    """True when nothing but the second factor keeps `user` from `deed`."""
    return holds(user, deed, mart=mart, place=place) and not _proven(user, deed)


def require(user: User, deed: str, *, mart: Mart, place: Place | None = None) -> None:
    """Raise NotAllowed unless `can`; FactorMissing when only the second factor lacks."""
    if lacks_factor(user, deed, mart=mart, place=place):
        raise FactorMissing()
    if not can(user, deed, mart=mart, place=place):
        raise NotInRole(deed)


def organisations_held(user: User, mart: Mart, deed: str = "see_federation") -> list[int]:
    """The organisations for which `user` may do `deed`."""
    held = [role for role in roles_of(user, mart) if role.kind in DEEDS[deed] and role.organisation_id]
    return [role.organisation_id for role in held if role.organisation_id] if can(user, deed, mart=mart) else []


def places_held(user: User, mart: Mart, deed: str) -> list[Place]:
    """The places at which `user` may do `deed`: a CRP has several villages."""
    held = [role for role in roles_of(user, mart) if role.kind in DEEDS[deed] and not role.organisation_id]
    return [role.place for role in held] if can(user, deed, mart=mart) else []


def scope(user: User, mart: Mart, deed: str = "see_office") -> Place | None:
    """The widest place at which `user` may do `deed`: a district, or a coordinator's block; None for nowhere."""
    if not can(user, deed, mart=mart):
        return None
    held = [role for role in roles_of(user, mart) if role.organisation_id is None]  # else it reaches no place
    places = [role.place for role in held if role.kind in DEEDS[deed]]
    return min(places, key=lambda place: len(place.path), default=None)


def kinds_to_give(user: User, mart: Mart) -> frozenset[str]:
    """The kinds of role she may give somewhere in the mart."""
    return frozenset().union(*(_gives(user, role) for role in roles_of(user, mart)))


def _gives(user: User, role: Role) -> frozenset[str]:
    return GIVES.get(role.kind, frozenset()) if _proven(user, "change_people") else frozenset()


def may_give(user: User, kind: str, *, mart: Mart, place: Place) -> bool:
    """True when one of her roles lets her give this one at `place`, or take it from whoever holds it there."""
    return any(kind in _gives(user, role) and role.place.contains(place) for role in roles_of(user, mart))


def may_manage(user: User, roles: Iterable[Role], mart: Mart) -> bool:
    """True when she may give every one of these roles: she may block their holder and let her in anew."""
    held = list(roles)
    if not held:  # all were ended: whoever gives every kind in the whole mart
        return any(role.kind == _K.COLLECTOR and _gives(user, role) for role in roles_of(user, mart))
    return all(may_give(user, role.kind, mart=mart, place=role.place) for role in held)


def require_manage(user: User, roles: Iterable[Role], mart: Mart) -> None:
    """Raise NotInRole unless `may_manage`."""
    if not may_manage(user, roles, mart):
        raise NotInRole("change_people")


def holds_alone(user: User, mart: Mart, kind: str) -> bool:
    """True when nobody else who may sign in holds such a role in the mart."""
    others = Role.objects.filter(mart=mart, kind=kind, user__is_active=True).exclude(user=user)
    return not others.exists()


def somebody_else(user_id: int, deed: str, *, mart: Mart, place: Place) -> bool:
    """True when another person who may sign in holds a role for `deed` that reaches `place`; one query."""
    others = Role.objects.filter(mart=mart, kind__in=DEEDS[deed], organisation_id=None, user__is_active=True)
    return any(role.place.contains(place) for role in others.exclude(user=user_id).select_related("place"))


def works_elsewhere(user: User, mart: Mart) -> bool:
    """True when she holds a role in another mart of this installation."""
    return Role.objects.filter(user=user).exclude(mart=mart).exists()


def lacks_hands(mart: Mart) -> dict[str, frozenset[str]]:
    """Which of TWO_HANDS cannot be done, for want of a person who may sign in: with the roles one of which she would
    have to hold; one query."""
    held: dict[str, set[int]] = {}
    for user_id, kind in Role.objects.filter(mart=mart, user__is_active=True).values_list("user_id", "kind"):
        held.setdefault(kind, set()).add(user_id)

    def hands(deed: str) -> set[int]:
        return set().union(*(held.get(kind, set()) for kind in DEEDS[deed]))

    lacking = {}
    for name, (first, then) in TWO_HANDS.items():
        if not _two(hands(first), hands(then)):
            empty = [DEEDS[deed] for deed in (first, then) if not hands(deed)]
            lacking[name] = empty[0] if empty else DEEDS[first] | DEEDS[then]
    return lacking


def _two(first: set[int], then: set[int]) -> bool:
    """Whether somebody of the first and somebody else of the second are there."""
    return bool(first and then) and len(first | then) > 1
