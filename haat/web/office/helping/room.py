"""Help: what makers and buyers ask, with its clock, what hurts most, and answers for all."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.helping.models import Question
from haat.helping.queries import open_complaints, open_within
from haat.helping.words import LEVEL_WORDS, SUBJECT_WORDS
from haat.places.models import Mart, Place
from haat.review import stuck
from haat.web.office.desk.rooms import Field, Room, Shape, Trouble, Words

ENDS: Words = {Question.Ended.HELPED: _("It helped"), Question.Ended.SILENT: _("Nobody said anything against it")}


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Makers' questions that nobody has answered."""
    return (open_within(mart, place),)


def of_buyers(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Buyers' that nobody has answered."""
    return (open_complaints(mart, place),)


def moved(data: Mapping[str, Any]) -> Shape:
    """With whom it lay, and lies now."""
    return {"level": data.get("before")}, {"level": data["level"]}


def ended(data: Mapping[str, Any]) -> Shape:
    """How it came to its end."""
    return {}, {"how": data["how"]}


ROOM = Room(
    title=_("Help"),
    order=45,
    first="office:helping:list",
    deed="see_help",
    waits=waits,
    also_waits={"answer_buyers": of_buyers},
    words={"help_subject": SUBJECT_WORDS, "help_level": LEVEL_WORDS, "help_end": ENDS},
    events={
        "helping.asked": _("Asked the desk for help"),
        "helping.added": _("Said more about her question"),
        "helping.heard": _("Told that her question was heard"),
        "helping.answered": _("Her question answered"),
        "helping.reopened": _("The answer did not help her"),
        "helping.ended": _("Her question closed"),
        "helping.handed_on": _("Her question handed on"),
        "helping.climbed": _("Her question waited too long, and went one level up"),
        "helping.voice_played": _("A voice note of hers was listened to"),
        "helping.picture_seen": _("A photo of her question was looked at"),
        "helping.complaint_asked": _("A buyer complained"),
        "helping.complaint_added": _("The buyer said more"),
        "helping.complaint_heard": _("The buyer told that it was read"),
        "helping.complaint_answered": _("The buyer answered"),
        "helping.complaint_reopened": _("The answer did not help the buyer"),
        "helping.complaint_ended": _("Complaint closed"),
        "helping.complaint_handed_on": _("Complaint handed on"),
        "helping.complaint_climbed": _("A complaint waited too long, and went one level up"),
        "helping.complaint_voice_played": _("A voice note of a complaint was listened to"),
        "helping.complaint_picture_seen": _("A photo of a complaint was looked at"),
        "helping.clock_set": _("Clock of answers changed"),
        "helping.faq_drafted": _("Answer for all drafted"),
        "helping.faq_worded": _("Words of an answer for all changed"),
        "helping.faq_published": _("Answer for all published"),
        "helping.faq_taken_back": _("Answer for all taken back"),
    },
    fields={
        "helping.level": Field(_("Lies with"), "word:help_level"),
        "helping.how": Field(_("How it ended"), "word:help_end"),
        "helping.maker_hours": Field(_("Makers: hours until we say that it was heard")),
        "helping.maker_days": Field(_("Makers: days until the answer")),
        "helping.buyer_hours": Field(_("Buyers: hours until we say that it was read")),
        "helping.buyer_days": Field(_("Buyers: days until the answer")),
        "helping.officer_phone": Field(_("Mobile of the grievance officer")),
        "helping.department": Field(_("Department that helps where the desk cannot")),
        "helping.department_phone": Field(_("Mobile of the department")),
    },
    reads={
        "helping.handed_on": moved,
        "helping.climbed": moved,
        "helping.complaint_handed_on": moved,
        "helping.complaint_climbed": moved,
        "helping.ended": ended,
        "helping.complaint_ended": ended,
    },
    troubles=(
        Trouble(
            kind="unheard_question",
            find=stuck.unheard_questions,
            says=_("A maker asked for help, and must hear today that we have heard it"),
            key=_("Answer the maker"),
            page="office:helping:question",
            deed="answer_makers",
        ),
        Trouble(
            kind="unanswered_question",
            find=stuck.unanswered_questions,
            says=_("A maker has waited a week for an answer"),
            key=_("Answer the maker"),
            page="office:helping:question",
            deed="answer_makers",
        ),
        Trouble(
            kind="climbed_question",
            find=stuck.climbed_questions,
            says=_("Question %(what)s waited too long and was handed up"),
            key=_("Take it up"),
            page="office:helping:question",
            deed="answer_makers",
        ),
        Trouble(
            kind="late_complaint",
            find=stuck.late_complaints,
            says=_("Complaint %(what)s of a buyer is due, and the law counts the days"),
            key=_("Answer the buyer"),
            page="office:helping:question",
            deed="answer_buyers",
        ),
    ),
)
