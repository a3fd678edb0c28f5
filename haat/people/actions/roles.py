"""Roles are given at a place, moved and ended: nobody ends her own, and a mart keeps a collector."""

from typing import Any

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold_all, hold_key
from haat.core.rows import update
from haat.people.errors import (
    AlreadyHeld,
    BlockNeeded,
    LastCollector,
    NotYourself,
    OrganisationNeeded,
    OutsideMart,
    UnknownRole,
    WholeMart,
)
from haat.people.models import Role, User
from haat.people.rules import AT_ORGANISATIONS_ALONE, OF_A_BLOCK, OF_AN_ORGANISATION, OF_THE_MART, holds_alone
from haat.places.models import Mart, Place


@transaction.atomic
def give_role(
    user: User, *, mart: Mart, kind: str, place: Place, organisation_id: int | None = None, by: Actor
) -> Role:
    """Let `user` act as `kind` at `place` and below, for `mart`; giving it twice changes nothing.

    With an organisation (whoever gives that has looked that it is the mart's) she acts for that alone.
    Raises UnknownRole, OutsideMart, BlockNeeded, WholeMart, OrganisationNeeded.
    """
    if organisation_id is None:
        check_seat(kind, place, mart)
    elif not mart.place.contains(place):
        raise OutsideMart()
    if kind not in OF_AN_ORGANISATION if organisation_id is not None else kind in AT_ORGANISATIONS_ALONE:
        raise OrganisationNeeded()
    if organisation_id is None:
        role, made = Role.objects.get_or_create(user=user, mart=mart, kind=kind, place=place, organisation_id=None)
    else:
        given = {"mart": mart, "place": place}
        role, made = Role.objects.get_or_create(user=user, organisation_id=organisation_id, kind=kind, defaults=given)
    if made:
        record("people.role_given", user, by=by, mart_id=mart.pk, **told(role))
    return role


def told(role: Role) -> dict[str, Any]:
    """A role as its events have it."""
    of = {} if role.organisation_id is None else {"organisation": role.organisation_id}
    return {"role": role.kind, "place": role.place_id, **of}


def check_seat(kind: str, place: Place, mart: Mart) -> None:
    """Whether such a role can be held there at all."""
    if kind not in Role.Kind.values:
        raise UnknownRole()
    if not mart.place.contains(place):
        raise OutsideMart()
    if kind in OF_A_BLOCK and place == mart.place:
        raise BlockNeeded()
    if kind in OF_THE_MART and place != mart.place:
        raise WholeMart()


@transaction.atomic
def take_role(role: Role, *, by: Actor) -> None:
    """End a role; told twice it counts once. Raises NotYourself, LastCollector."""
    held = held_role(role)
    if held is None:
        return
    check_ends(held.user, held.mart, [held], by)
    record("people.role_taken", held.user, by=by, mart_id=held.mart_id, **told(held))
    held.delete()


@transaction.atomic
def move_role(role: Role, *, place: Place, by: Actor) -> Role:
    """She does the same at another place from now on. Raises NotYourself, AlreadyHeld and what `give_role` does."""
    held = held_role(role)
    if held is None:
        raise AlreadyHeld()
    if held.place_id == place.pk:
        return held
    if held.user_id == by.user_id:
        raise NotYourself()
    check_seat(held.kind, place, held.mart)
    if held.organisation_id is not None:
        raise OrganisationNeeded()
    if Role.objects.filter(user=held.user_id, mart=held.mart_id, kind=held.kind, place=place).exists():
        raise AlreadyHeld()
    before, held.place = held.place_id, place
    update(held, "place")
    record("people.role_moved", held.user, by=by, mart_id=held.mart_id, **told(held), before=before)
    return held


def held_role(role: Role) -> Role | None:
    """The role as it stands, its mart held before it: who ends and moves roles of one mart stands in a line."""
    hold_key(Mart, role.mart_id)
    if not hold_all(Role.objects.filter(pk=role.pk)):
        return None
    return Role.objects.select_related("user", "mart__place", "place").get(pk=role.pk)


def check_ends(user: User, mart: Mart, roles: list[Role], by: Actor) -> None:
    """Whether these roles of hers may end; the mart is held."""
    if user.pk == by.user_id:
        raise NotYourself()
    if any(role.kind == Role.Kind.COLLECTOR for role in roles) and holds_alone(user, mart, Role.Kind.COLLECTOR):
        raise LastCollector()
