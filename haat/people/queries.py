"""Reading people: who they are, who does what where, and how they sign in."""

from collections.abc import Iterable

from django.db.models import QuerySet

from haat.people.models import PhoneCode, Role, SecondFactor, User
from haat.places.models import STEP, Mart, Place


def people(ids: Iterable[int | None]) -> dict[int, User]:
    """Id → person; ids that are None are left out. No query when there is none."""
    return User.objects.in_bulk({pk for pk in ids if pk})


def active_person(pk: int) -> User | None:
    """Somebody who may still sign in."""
    return User.objects.filter(pk=pk, is_active=True).first()


def riders(mart: Mart) -> QuerySet[User]:
    """Who rides for the mart, by name."""
    roles = Role.objects.filter(mart=mart, kind=Role.Kind.RIDER)
    return User.objects.filter(pk__in=roles.values("user"), is_active=True).order_by("name")


def coordinator_near(mart: Mart, place: Place) -> User | None:
    """The coordinator nearest to a place: of it, else of one above it."""
    above = [place.path[:end] for end in range(STEP, len(place.path) + 1, STEP)]
    held = Role.objects.filter(mart=mart, kind=Role.Kind.COORDINATOR, user__is_active=True)
    role = held.filter(place__path__in=above).select_related("user").order_by("-place__path", "pk").first()
    return role.user if role else None


def newest_code(phone: str, *, purpose: str, browser: str) -> PhoneCode:
    """The code this browser asked for last; raises PhoneCode.DoesNotExist when it asked for none."""
    return PhoneCode.objects.filter(phone=phone, purpose=purpose, browser=browser).latest("pk")


def factor_of(user: User) -> SecondFactor | None:
    """Her authenticator, with her; None until one was begun."""
    return SecondFactor.objects.select_related("user").filter(user=user).first()
