"""Whom a breach concerns: who is named, else everybody of its kind, of its block or of the whole mart."""

from typing import NamedTuple

from django.db.models import Q, QuerySet

from haat.orders.models import Order
from haat.people.models import User
from haat.privacy.models import Breach


class Told(NamedTuple):
    """Somebody who is told: her (canonical) number, her sign-in if any, her language, and a name of this telling."""

    phone: str
    user: User | None
    language: str
    name: str


def concerned(breach: Breach) -> list[Told]:
    """Everybody who is told, once a number; four statements at most. Whoever has no number hears it from the office."""
    named = dict(breach.concerned.order_by("pk").values_list("phone", "pk"))
    if named:
        known = {user.phone: user for user in User.objects.filter(phone__in=named)}
        other = breach.mart.default_language
        return [_told(known.get(phone), phone, other, f"named-{pk}") for phone, pk in named.items()]
    found = {user.phone: _told(user, user.phone, "", "") for user in _of_kind(breach)}
    if breach.whom == Breach.Whom.BUYERS:
        for phone, language, pk in _orders(breach).values_list("phone", "language", "pk"):
            found.setdefault(phone, Told(phone, None, language, f"order-{pk}"))
    return list(found.values())


def _told(user: User | None, phone: str, other: str, name: str) -> Told:
    """A sign-in is called by its key, as it ever was: who was told before is not told again."""
    return Told(phone, user, user.language if user else other, str(user.pk) if user else name)


def _of_kind(breach: Breach) -> list[User]:
    mart, block = breach.mart_id, breach.block
    if breach.whom == Breach.Whom.MEMBERS:
        hers = Q(memberships__maker__mart=mart, memberships__active=True)
        hers = hers if block is None else Q(hers, memberships__maker__block=block)
    elif breach.whom == Breach.Whom.STAFF:
        hers = Q(roles__mart=mart)
        hers = hers if block is None else Q(hers, block.range("roles__place__path"))
    else:
        hers = Q(pk__in=_orders(breach, signed=True).values("buyer")) | Q(phone__in=_orders(breach).values("phone"))
    return list(User.objects.filter(hers, phone__startswith="+").order_by("pk").distinct())


def _orders(breach: Breach, *, signed: bool = False) -> QuerySet[Order]:
    """Orders of the mart, or with goods of makers of the block, whose buyer can be told things."""
    rows = Order.objects.filter(mart=breach.mart_id).order_by("pk")
    rows = rows.filter(buyer__isnull=False) if signed else rows.filter(phone__startswith="+91")
    if breach.block is None:
        return rows
    return rows.filter(parts__maker__block=breach.block).distinct()
