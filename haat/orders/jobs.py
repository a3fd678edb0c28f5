"""An order its maker has not seen is told again, then to her coordinator; after that Today shows it."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from haat.core.dates import INDIA
from haat.core.jobs import job
from haat.core.languages import best
from haat.makers.queries import each_spoken_to
from haat.messages.actions import tell_many
from haat.messages.models import Message
from haat.orders import notices
from haat.orders.models import Part
from haat.orders.unseen import unseen
from haat.people.models import User
from haat.people.queries import coordinators_near

AFTER = timedelta(hours=2)
# Nobody is woken for it.
FIRST_HOUR, LAST_HOUR = 8, 20


@job("orders.remind_unseen", every=timedelta(minutes=15))
def remind_unseen() -> None:
    """Two hours after she was told: told again. Two hours after that: her coordinator. Each once, and by day."""
    now = timezone.now()
    if not FIRST_HOUR <= now.astimezone(INDIA).hour < LAST_HOUR:
        return
    before = now - AFTER
    again = list(unseen(notices.NEW.name, before, then=notices.WAITS.name))
    further = list(unseen(notices.WAITS.name, before, then=notices.UNSEEN.name))
    speaks = each_spoken_to(part.maker for part in again)
    near = coordinators_near((part.mart_id, part.maker.block) for part in further)
    calls = [(part, near.get((part.mart_id, part.maker.block_id))) for part in further]
    tell_many(
        [_to_maker(part, *speaks[part.maker_id]) for part in again]
        + [_to_coordinator(part, user) for part, user in calls if user is not None]
    )


def _to_maker(part: Part, user: User | None, language: str) -> Message:
    with override(language):
        body = _("Order %(number)s waits for you. Please look at it today.") % {"number": part.number}
    return Message(
        phone=part.maker.phone,
        template=notices.WAITS.name,
        language=language,
        body=body,
        values={"number": part.number},
        cause=f"{notices.WAITS.name}:{part.pk}",
        mart_id=part.mart_id,
        user=user,
    )


def _to_coordinator(part: Part, user: User) -> Message:
    values = {"number": part.number, "maker": best(part.maker.names, user.language).text}
    with override(user.language):
        body = _("%(maker)s has not seen order %(number)s. Call.") % values
    return Message(
        phone=user.phone,
        template=notices.UNSEEN.name,
        language=user.language,
        body=body,
        values=values,
        cause=f"{notices.UNSEEN.name}:{part.pk}",
        mart_id=part.mart_id,
        user=user,
    )
