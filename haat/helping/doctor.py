"""What must hold of questions."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q

from haat.core.doctor import check
from haat.helping.models import Question, VoiceNote
from haat.helping.rules import HEARD_WITHIN


@check("a question that was spoken has its voice note, and no other has one")
def voices_are_there() -> Iterable[str]:
    """A voice that nobody can hear any more, or of nobody."""
    note = VoiceNote.objects.filter(question=OuterRef("pk"))
    for question in Question.objects.filter(Q(Exists(note), spoken=False) | Q(~Exists(note), spoken=True)):
        yield f"question {question.pk} of maker {question.maker_id}: spoken {question.spoken}, its voice note differs"


@check("the clock of a question runs from when it was asked")
def clocks_run() -> Iterable[str]:
    """A clock that was put back."""
    for question in Question.objects.exclude(due_at=F("asked_at") + HEARD_WITHIN):
        yield f"question {question.pk} of maker {question.maker_id}: due {question.due_at}, asked {question.asked_at}"
