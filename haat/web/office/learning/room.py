"""Lessons: their words, pictures and voices, who learnt, and what came of it in the real app."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.core.languages import LANGUAGES
from haat.web.office.desk.rooms import Field, Room, Shape


def worded(data: Mapping[str, Any]) -> Shape:
    """Which lesson and place, and the words before and after."""
    return {"words": data["before"]}, {**_where(data), "words": data["after"]}


def put(data: Mapping[str, Any]) -> Shape:
    """Which lesson and place."""
    return {}, _where(data)


def read(data: Mapping[str, Any]) -> Shape:
    """Which lesson and place; who reads, where an older version told it."""
    return {}, {**_where(data), "reader": data.get("reader")}


def _where(data: Mapping[str, Any]) -> dict[str, str]:
    language = LANGUAGES.get(data.get("language", ""))
    return {"lesson": data["lesson"], "key": f"{data['key']} {language.endonym if language else ''}".strip()}


def of_lesson(data: Mapping[str, Any]) -> Shape:
    """Which lesson."""
    return {}, {"lesson": data["lesson"]}


def present(data: Mapping[str, Any]) -> Shape:
    """How many."""
    return {}, {"members": data["members"]}


ROOM = Room(
    title=_("Lessons"),
    order=27,
    kept=True,
    first="office:learning:list",
    deed="see_learning",
    events={
        "learning.lesson_made": _("Lesson made"),
        "learning.answer_taught": _("Answer for all taken into a lesson"),
        "learning.lesson_opened": _("Lesson shown to makers"),
        "learning.lesson_closed": _("Lesson taken from makers"),
        "learning.words_changed": _("Words of a lesson changed"),
        "learning.picture_put": _("Picture of a lesson changed"),
        "learning.picture_taken_back": _("Picture of a lesson taken back"),
        "learning.voice_recorded": _("Voice of a lesson recorded"),
        "learning.voice_taken_back": _("Voice of a lesson taken back"),
        "learning.meeting_held": _("Meeting written down"),
        "learning.meeting_called_off": _("Meeting called off"),
        "learning.presence_noted": _("Who was there written down"),
        "learning.presence_struck": _("Somebody struck from who was there"),
        "learning.offered": _("Lesson offered"),
        "learning.came": _("Somebody came by the code"),
    },
    fields={
        "learning.lesson": Field(_("Lesson")),
        "learning.key": Field(_("Place in the lesson")),
        "learning.words": Field(_("Words")),
        "learning.reader": Field(_("Who reads")),
        "learning.members": Field(_("Members")),
    },
    reads={
        "learning.words_changed": worded,
        "learning.picture_put": put,
        "learning.picture_taken_back": put,
        "learning.voice_recorded": read,
        "learning.voice_taken_back": read,
        "learning.lesson_made": of_lesson,
        "learning.answer_taught": of_lesson,
        "learning.lesson_opened": of_lesson,
        "learning.lesson_closed": of_lesson,
        "learning.presence_noted": present,
    },
)
