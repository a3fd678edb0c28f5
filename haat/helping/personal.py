"""What this room holds of people (see `core.personal`)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.core.personal import BLANK, KEEP, MEMBER, SELLING, Holds, Look
from haat.core.sealing import unseal
from haat.helping.actions import PURPOSE, forget_questions


def _voice(row: Any) -> tuple[str, bytes]:
    """What was said."""
    return f"question-{row.question_id}.{row.kind}", unseal(PURPOSE, row.sealed, owner=row.question_id)


PERSONAL = (
    Holds(
        model="helping.voicenote",
        what=_("Questions that were said"),
        fields=("question",),
        secret=("sealed",),
        whose=MEMBER,
        purposes=(SELLING,),
        keeps="questions",
        erase=KEEP,  # goes with its question
        reach={"maker": "question__maker", "user": "question__asked_by_id"},
        mart="question__mart",
        opens=_voice,
    ),
    Holds(
        model="helping.question",
        what=_("Questions to the desk"),
        fields=("words", "answer", "asked_at", "answered_at"),
        whose=MEMBER,
        purposes=(SELLING,),
        keeps="questions",
        erase=BLANK,
        reach={"maker": "maker", "user": "asked_by_id"},
        eraser=forget_questions,
    ),
)
LOOKS = (Look("helping.voice_played", _("to hear a question")),)
