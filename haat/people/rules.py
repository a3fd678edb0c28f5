"""Who may do what, where: one table of deeds, the place a role reaches, and what must be proven first.

`can`, `require` and `scope` ask by deed, whatever page the deed is done from: but for BY_PHONE, a role counts only
in a session in which the second factor was given (`User.proven`).
"""

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
    "see_goods": OFFICE,
    "check_goods": frozenset({_K.DESK, _K.COORDINATOR}),
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
    "see_review": OFFICE,
    "change_targets": frozenset({_K.COLLECTOR}),
}
# Deeds for which the code sent to a phone is enough.
BY_PHONE = frozenset({"ride"})


def roles_of(user: User, mart: Mart) -> list[Role]:
    """A signed-in, active person's roles in a mart; one query, remembered on the user for the request."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    kept: dict[int, list[Role]] = user.__dict__.setdefault("_roles", {})
    if mart.pk not in kept:
        kept[mart.pk] = list(Role.objects.filter(user=user, mart=mart).select_related("place"))
    return kept[mart.pk]


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


def scope(user: User, mart: Mart, deed: str = "see_office") -> Place | None:
    """The widest place at which `user` may do `deed`: a district, or a coordinator's block; None for nowhere."""
    if not can(user, deed, mart=mart):
        return None
    places = [role.place for role in roles_of(user, mart) if role.kind in DEEDS[deed]]
    return min(places, key=lambda place: len(place.path), default=None)
