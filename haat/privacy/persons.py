"""Who a person is, over all rooms: the keys by which her rows are found (`core.personal.Holds.reach`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from haat.core.languages import best
from haat.core.personal import Holds
from haat.makers.models import Maker, Member
from haat.people.models import User
from haat.privacy.models import Petition
from haat.survey.models import Find


@dataclass(frozen=True)
class Person:
    """A person of one mart: kind of key → her keys. What she is called, as far as anybody knows."""

    mart_id: int
    keys: Mapping[str, Sequence[Any]]
    name: str = ""
    users: Sequence[User] = field(default_factory=tuple)
    members: Sequence[Member] = field(default_factory=tuple)

    def __getitem__(self, kind: str) -> Sequence[Any]:
        return self.keys.get(kind, ())

    @property
    def is_known(self) -> bool:
        """Whether anything but a number is known of her."""
        return bool(self["user"] or self["member"] or self["find"])


def find_person(mart_id: int, *, user: User | None = None, member: Member | None = None, phone: str = "") -> Person:
    """All that one person is in a mart, by her sign-in, her seat in a maker, or her number; seven statements."""
    if user is None and member is not None:
        user = member.user
    if user is None and phone:
        user = User.objects.filter(phone=phone).first()
    numbers = {number for number in (phone, user.phone if user else "") if number.startswith("+")}
    seats = Member.objects.filter(maker__mart=mart_id).select_related("maker")
    wanted = Q(pk=member.pk if member else None) | (Q(user=user) if user else Q(pk=None))
    members = list(seats.filter(wanted).order_by("pk"))
    makers = _one_with({seat.maker for seat in members if seat.maker.kind == Maker.Kind.ARTISAN})
    elsewhere = seats.filter(maker__in=makers, maker__kind=Maker.Kind.ARTISAN).exclude(
        pk__in=[her.pk for her in members]
    )
    members += list(elsewhere.order_by("pk")) if makers else []
    finds = Find.objects.filter(Q(phone__in=numbers) | Q(maker__in=makers), mart=mart_id).order_by("pk")
    found = dict(finds.values_list("pk", "name"))
    names = [user.name if user else "", *(best(seat.names).text for seat in members), *found.values()]
    keys: dict[str, Sequence[Any]] = {
        "user": [user.pk] if user else [],
        "phone": sorted(numbers),
        "member": [seat.pk for seat in members],
        "maker": makers,
        "find": list(found),
    }
    return Person(mart_id, keys, next(filter(None, names), ""), (user,) if user else (), members)


def _one_with(artisans: Iterable[Maker]) -> list[int]:
    """These artisans, and whoever was found to be one of them; one statement."""
    roots = {maker.merged_into_id or maker.pk for maker in artisans}
    if not roots:
        return []
    found = Maker.objects.filter(Q(pk__in=roots) | Q(merged_into__in=roots), kind=Maker.Kind.ARTISAN)
    return sorted({*(maker.pk for maker in artisans), *found.values_list("pk", flat=True)})


def person_of(petition: Petition) -> Person:
    """Who asks."""
    return find_person(petition.mart_id, user=petition.user, member=petition.member, phone=petition.phone)


def rows_of(holds: Holds, person: Person) -> QuerySet[Any]:
    """Her rows of one entry of the register; none where her rows cannot be told from others'."""
    hers = Q(pk=None)
    for kind, lookup in holds.reach.items():
        if person[kind]:
            hers |= Q(**{f"{lookup}__in": person[kind]})
    rows = holds.table._default_manager.filter(hers, **holds.besides)
    if holds.mart:
        rows = rows.filter(**{holds.mart: person.mart_id})
    return rows.order_by("pk").distinct()
