"""What this room holds of people (see `core.personal`)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.core.personal import BLANK, BUYER, BUYING, DELETE, MEMBER, SELLING, Excused, Holds, Look
from haat.core.sealing import unseal
from haat.helping.actions.forgetting import forget_questions
from haat.helping.actions.writing import PURPOSE

# As whom she asked, and never who wrote it down for a maker: that is somebody of the office.
OF_MAKER = {"maker": "maker", "member": "member"}
OF_BUYER = {"phone": "phone"}


def _file(row: Any) -> tuple[str, bytes]:
    """What was said or shown."""
    question = row.entry.question_id
    return f"question-{question}-{row.pk}.{row.kind}", unseal(PURPOSE, row.sealed, owner=question)


def _within(reach: dict[str, str], way: str) -> dict[str, str]:
    return {kind: f"{way}__{lookup}" for kind, lookup in reach.items()}


def _held_of(whose: str, purpose: str, reach: dict[str, str], *, buyer: bool) -> tuple[Holds, ...]:
    """A question, its entries and what they enclose: the last two go with their question."""
    title = _("Complaints") if buyer else _("Questions to the desk")
    asker = {"maker": None} if buyer else {"maker__isnull": False}
    common: dict[str, Any] = {"whose": whose, "purposes": (purpose,), "keeps": "questions"}
    return (
        Holds(
            model="helping.enclosure",
            what=_("What was said and shown in complaints") if buyer else _("What was said and shown in questions"),
            fields=("kind",),
            secret=("sealed",),
            erase=DELETE,
            reach=_within(reach, "entry__question"),
            mart="entry__question__mart",
            eraser=lambda keys, by: None,  # goes with its question
            opens=_file,
            besides=_within_asker(asker, "entry__question"),
            **common,
        ),
        Holds(
            model="helping.entry",
            what=_("What complaints say") if buyer else _("What questions say"),
            fields=("words", "at"),
            erase=BLANK,
            reach=_within(reach, "question"),
            mart="question__mart",
            eraser=lambda keys, by: None,  # goes with its question
            besides=_within_asker(asker, "question"),
            **common,
        ),
        Holds(
            model="helping.question",
            what=title,
            fields=("name", "phone", "member", "asked_at", "answered_at"),
            erase=BLANK,
            reach=reach,
            eraser=forget_questions,
            besides=asker,
            **common,
        ),
    )


def _within_asker(asker: dict[str, Any], way: str) -> dict[str, Any]:
    return {f"{way}__{lookup}": value for lookup, value in asker.items()}


PERSONAL = (
    *_held_of(MEMBER, SELLING, OF_MAKER, buyer=False),
    *_held_of(BUYER, BUYING, OF_BUYER, buyer=True),
    Excused(
        "helping.clock",
        {
            "officer_phone": "the mart's grievance officer, whom the law makes known",
            "department_phone": "an office's",
            "department": "an office",
        },
    ),
    Excused("helping.faq", dict.fromkeys(("asks", "answer"), "a person struck out whoever was named")),
)
LOOKS = (
    Look("helping.voice_played", _("to hear a question")),
    Look("helping.picture_seen", _("to see what was asked about")),
    Look("helping.complaint_voice_played", _("to hear a complaint")),
    Look("helping.complaint_picture_seen", _("to see what was complained of")),
)
