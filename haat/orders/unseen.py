"""Orders their makers have not seen, though they were told."""

from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from haat.core.dates import today
from haat.messages.models import Message
from haat.orders.models import Part
from haat.orders.notices import NEW, WAITS

# What waits longer is the desk's to see to.
DAYS_TO_REMIND = timedelta(days=2)


def unseen(told: str, before: datetime, *, then: str = "") -> QuerySet[Part]:
    """Placed parts whose maker was told by the notice `told` before then, in the last days, and has read nothing of it.

    An order may wait for its money for days: what counts is when she was told. Without those of which the notice
    `then` was told already. A maker without an account of her own can only have read it by accepting. One statement.
    """
    messages = Message.objects.filter(cause=_cause(told), read_at=None, made_at__lt=before)
    messages = messages.filter(made_at__gt=before - DAYS_TO_REMIND)
    parts = Part.objects.filter(state=Part.State.PLACED, place=None)
    waiting = parts.filter(Q(held_until=None) | Q(held_until__lt=today()))
    if then:
        waiting = waiting.filter(~Exists(Message.objects.filter(cause=_cause(then))))
    return waiting.filter(Exists(messages)).select_related("mart", "maker__block", "maker__mart").order_by("pk")


def causes_of(part: Part) -> list[str]:
    """Under which causes its maker was told of a part that is hers to make: whoever opens it has seen what they say."""
    return [f"{notice.name}:{part.pk}" for notice in (NEW, WAITS)]


def _cause(notice: str) -> Concat:
    """Under which cause a notice is told of the part."""
    return Concat(Value(f"{notice}:"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
