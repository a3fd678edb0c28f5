"""Once a week each coordinator hears which of her groups are stuck."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import ngettext, override

from haat.cohorts import notices
from haat.cohorts.models import Seat
from haat.cohorts.naming import called
from haat.core.dates import monday_of, today
from haat.messages.actions import tell_many
from haat.messages.models import Message
from haat.people.models import User
from haat.people.queries import coordinators_near
from haat.places.models import Mart


@transaction.atomic
def tell_stuck(mart: Mart) -> int:
    """A message to each coordinator of the mart with a group that is stuck, a week once; how many were told now."""
    stuck = Seat.objects.filter(mart=mart, open=True, stuck_from__lt=today()).order_by("stuck_from", "pk")
    theirs: dict[int, list[Seat]] = {}
    people: dict[int, User] = {}
    seats = list(stuck.select_related("block", "group", "maker"))
    near = coordinators_near({seat.block_id: (mart.pk, seat.block) for seat in seats}.values())
    for seat in seats:
        user = near.get((mart.pk, seat.block_id))
        if user is not None and user.phone:
            people[user.pk] = user
            theirs.setdefault(user.pk, []).append(seat)
    week = monday_of(today())
    told = set(
        Message.objects.filter(cause__in=[_cause(mart, pk, week) for pk in theirs]).values_list("cause", flat=True)
    )
    new = [pk for pk in theirs if _cause(mart, pk, week) not in told]
    tell_many([*_messages(mart, [(people[pk], theirs[pk]) for pk in new], week)])
    return len(new)


def _cause(mart: Mart, user: int, week: date) -> str:
    return f"wave:{mart.pk}:{user}:{week.isoformat()}"


def _messages(mart: Mart, told: Iterable[tuple[User, list[Seat]]], week: date) -> Iterable[Message]:
    for user, seats in told:
        first, language = seats[0], user.language or mart.default_language
        days = (today() - (first.stuck_from or today())) // timedelta(days=1)
        with override(language):
            name = called(first)
            body = ngettext(
                "%(n)s group of yours waits beyond the plan of its wave. The longest, %(days)s days: %(name)s.",
                "%(n)s groups of yours wait beyond the plan of their wave. The longest, %(days)s days: %(name)s.",
                len(seats),
            ) % {"n": len(seats), "days": days, "name": name}
        yield Message(
            mart=mart,
            user=user,
            phone=user.phone,
            template=notices.STUCK.name,
            language=language,
            body=body,
            values={"count": str(len(seats)), "group": name},
            cause=_cause(mart, user.pk, week),
            link=f"/office/waves/{first.cohort_id}/",
        )
