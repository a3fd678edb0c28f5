"""Telling makers that they were heard, and what the answer is."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from haat.core.events import subscribe
from haat.core.models import Event
from haat.helping import notices
from haat.helping.models import Question
from haat.helping.queries import told_at
from haat.makers.models import Maker
from haat.makers.queries import spoken_to
from haat.messages.actions import tell
from haat.messages.notices import Notice
from haat.people.models import User


@subscribe("helping.heard")
def tell_heard(event: Event) -> None:
    """She is told that somebody works at it."""
    maker = _maker(event)
    user, language = spoken_to(maker)
    with override(language):
        body = _("The desk has heard your question, and will answer you.")
    _tell(event, maker, notices.HEARD, body, user, language)


@subscribe("helping.answered")
def tell_answered(event: Event) -> None:
    """The answer itself stands in her app."""
    maker = _maker(event)
    user, language = spoken_to(maker)
    question = Question.objects.get(pk=event.data["question"])
    with override(language):
        body = _("Your question is answered: %(answer)s") % {"answer": question.answer}
    _tell(event, maker, notices.ANSWERED, body, user, language)


def _maker(event: Event) -> Maker:
    return Maker.objects.select_related("mart").get(pk=event.subject_id)


def _tell(event: Event, maker: Maker, notice: Notice, body: str, user: User | None, language: str) -> None:
    phone = told_at(maker)
    if not phone:
        return
    tell(
        phone,
        template=notice.name,
        language=language,
        body=body,
        values={},
        cause=f"{event.kind}:{event.pk}",
        mart=maker.mart,
        user=user,
        link="/maker/help/",
    )
