"""How long things are kept, and what is over is deleted by the clock."""

from collections.abc import Callable, Sequence

from django.db import transaction

from haat.core.actor import MACHINE, Actor
from haat.core.events import record
from haat.core.locks import hold_key
from haat.delivery.models import Wish
from haat.doubles.actions import forget_merges
from haat.helping.actions import forget_questions
from haat.makers.models import PaperFile
from haat.messages.actions.forgetting import forget_messages
from haat.orders.actions.forgetting import forget_orders
from haat.people.models import PhoneCode
from haat.places.models import Mart
from haat.privacy.actions.petitioning import forget_petitions
from haat.privacy.clocks import CLOCKS
from haat.privacy.errors import DaysOutOfRange, UnknownKind
from haat.privacy.models import Export, Sealed, Setting
from haat.privacy.queries import answer_days, days_kept, over
from haat.privacy.rules import LEAST_ANSWER, MOST_ANSWER
from haat.roster.actions.forgetting import forget_groups_merged

BATCH = 500
Act = Callable[[Sequence[int], Actor], object]
ACTS: dict[str, Act] = {
    "messages": forget_messages,
    "questions": forget_questions,
    "wishes": lambda keys, by: Wish.objects.filter(pk__in=keys).update(phone="", name="—", words="", pin=""),
    "addresses": forget_orders,
    "papers": lambda keys, by: PaperFile.objects.filter(pk__in=keys).delete(),
    "codes": lambda keys, by: PhoneCode.objects.filter(pk__in=keys).delete(),
    "petitions": lambda keys, by: forget_petitions(keys),
    "merges": forget_merges,
    "group_merges": forget_groups_merged,
    "sealed": lambda keys, by: Sealed.objects.filter(pk__in=keys).delete(),
    "exports": lambda keys, by: Export.objects.filter(pk__in=keys).delete(),
}


@transaction.atomic
def set_days(mart: Mart, *, name: str, days: int | None, by: Actor) -> int:
    """For how many days something is kept, or within how many a petition is answered; the same again changes nothing.

    Raises UnknownKind, DaysOutOfRange.
    """
    clock = CLOCKS.get(name)
    if name != "answer" and (clock is None or (clock.fixed and name != "sealed")):
        raise UnknownKind()
    least, most = (clock.least, clock.most) if clock else (LEAST_ANSWER, MOST_ANSWER)
    if days is None or not least <= days <= most:
        raise DaysOutOfRange(least, most)
    hold_key(Mart, mart.pk)
    before = days_kept(mart)[name] if clock else answer_days(mart)
    if before != days:
        Setting.objects.update_or_create(mart=mart, name=name, defaults={"days": days})
        record("privacy.setting_changed", mart, by=by, mart_id=mart.pk, name=name, before=before, after=days)
    return days


@transaction.atomic
def clear(mart: Mart) -> int:
    """Delete what is over in a mart, at most BATCH rows of each clock; how many those were."""
    hold_key(Mart, mart.pk)
    days, number = days_kept(mart), 0
    for slug, clock in CLOCKS.items():
        keys = list(over(mart, clock, days[slug]).order_by("pk").values_list("pk", flat=True)[:BATCH])
        if keys:
            ACTS[slug](keys, MACHINE)
            record("privacy.cleared", mart, by=MACHINE, mart_id=mart.pk, clock=slug, rows=len(keys))
            number += len(keys)
    return number
