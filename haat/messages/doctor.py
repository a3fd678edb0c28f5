"""What must hold of messages."""

from collections.abc import Iterable
from itertools import islice

from django.db.models import CharField, Count, Exists, F, Max, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from haat.core.doctor import check
from haat.core.models import Event, Job
from haat.messages.models import Attempt, Message
from haat.messages.notices import every

State = Message.State
BATCH = 1000


@check("what a message says in secret is forgotten when it has left")
def secrets_are_forgotten() -> Iterable[str]:
    names = [notice.name for notice in every().values() if notice.forgotten]
    left = Message.objects.filter(template__in=names).exclude(state=State.WAITING).exclude(body="", values={})
    for message in left:
        yield f"message {message.pk}: {message.template} still holds its words"


@check("every message that waits will be sent")
def waiting_will_leave() -> Iterable[str]:
    """A job stands for it, done or not: one that was forgotten waits for ever."""
    key = Concat(Value("message:"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    # Later turns and sendings have keys that go on: `message:12:again:1`.
    later = Concat(key, Value(":"), output_field=CharField())
    jobs = Job.objects.filter(state__in=(Job.State.WAITING, Job.State.RUNNING))
    open_ = jobs.filter(Q(key=key) | Q(key__startswith=later))
    for message in Message.objects.filter(~Exists(open_), state=State.WAITING):
        yield f"message {message.pk} {message.template}: it waits, and nothing will send it"


@check("nobody is told the same thing twice")
def told_once() -> Iterable[str]:
    """One event, one phone, one message: the same words of the same moment are a row written twice."""
    rows = Message.objects.exclude(body="").values("phone", "template", "body", "made_at").order_by()
    for row in rows.annotate(times=Count("pk"), last=Max("pk")).filter(times__gt=1):
        yield f"message {row['last']} {row['template']}: told before, word for word"


@check("messages speak of what has happened")
def causes_have_happened() -> Iterable[str]:
    """A cause `orders.placed:12:buyer` names event 12, and it is of that kind."""
    rows = Message.objects.filter(cause__contains=".").order_by("pk").values_list("pk", "cause").iterator()
    while batch := list(islice(rows, BATCH)):
        named = {pk: cause.split(":") for pk, cause in batch}
        numbers = {int(words[1]) for words in named.values() if words[1].isdecimal()}
        there = set(Event.objects.filter(pk__in=numbers).values_list("pk", "kind"))
        for pk, (kind, number, *_who) in named.items():
            if not number.isdecimal() or (int(number), kind) not in there:
                yield f"message {pk}: it speaks of {kind} {number}, which is not in the trail"


@check("a message is read after it was made")
def read_after_made() -> Iterable[str]:
    for message in Message.objects.filter(read_at__lt=F("made_at")):
        yield f"message {message.pk}: read before it was made"


@check("messages stand where their senders left them")
def stand_where_left() -> Iterable[str]:
    """Delivered or taken: a sender of this very round has it. What 0.2.0 and before handed over has no attempt."""
    settled = Message.objects.filter(state__in=(State.TAKEN, State.DELIVERED)).exclude(sender="")
    had = (Attempt.State.TAKEN, Attempt.State.DELIVERED)
    theirs = Attempt.objects.filter(message=OuterRef("pk"))
    for message in settled.filter(state=State.DELIVERED).filter(~Exists(theirs.filter(state=Attempt.State.DELIVERED))):
        yield f"message {message.pk} {message.template}: delivered, and no sender says so"
    for message in settled.filter(state=State.TAKEN).filter(~Exists(theirs.filter(state__in=had))):
        yield f"message {message.pk} {message.template}: taken, and no sender has it"


@check("what a sender delivered was reported")
def deliveries_were_reported() -> Iterable[str]:
    for attempt in Attempt.objects.filter(state=Attempt.State.DELIVERED, ended_at=None):
        yield f"message {attempt.message_id} by {attempt.sender}: delivered, and nobody reported it"
