"""Telling who asked that she was heard and what the answer is, and whoever has to take a question up."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from haat.core.dates import day_of
from haat.core.events import subscribe
from haat.core.models import Event
from haat.helping import notices
from haat.helping.models import Entry, Question
from haat.helping.queries import clock_now, told_at
from haat.makers.models import Maker
from haat.makers.queries import spoken_to
from haat.messages.actions import tell
from haat.messages.notices import Notice
from haat.people.models import Role, User
from haat.people.queries import coordinator_near, with_role

L = Question.Level


@subscribe("helping.heard")
def tell_heard(event: Event) -> None:
    """She is told that somebody works at it."""
    maker = _maker(event)
    user, language = spoken_to(maker)
    with override(language):
        body = _("The desk has heard your question, and will answer you.")
    _to_maker(event, maker, notices.HEARD, body, user, language)


@subscribe("helping.answered")
def tell_answered(event: Event) -> None:
    """The answer itself stands in her app."""
    maker = _maker(event)
    user, language = spoken_to(maker)
    question = Question.objects.get(pk=event.data["question"])
    last = question.entries.filter(kind=Entry.Kind.ANSWER).order_by("pk").last()
    words = last.words if last is not None else ""
    with override(language):
        body = _("Your question is answered: %(answer)s") % {"answer": words}
        if not words:
            body = _("Your question is answered by a voice note. Listen to it in the app.")
    _to_maker(event, maker, notices.ANSWERED, body, user, language)


def _maker(event: Event) -> Maker:
    return Maker.objects.select_related("mart").get(pk=event.subject_id)


def _to_maker(event: Event, maker: Maker, notice: Notice, body: str, user: User | None, language: str) -> None:
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


@subscribe("helping.complaint_asked")
def tell_kept(event: Event) -> None:
    """The buyer learns the number and the last day: the law's acknowledgement."""
    question = _complaint(event)
    with override(question.language):
        body = _("Complaint %(question)s is with us. We answer by %(day)s.") % _values(question)
    _to_buyer(event, question, notices.COMPLAINT_KEPT, body, _values(question))


@subscribe("helping.complaint_heard")
def tell_complaint_heard(event: Event) -> None:
    """The buyer learns that somebody has read it."""
    question = _complaint(event)
    if question.answered_at is not None:
        return
    with override(question.language):
        body = _("We have read complaint %(question)s. We answer by %(day)s.") % _values(question)
    _to_buyer(event, question, notices.COMPLAINT_HEARD, body, _values(question))


@subscribe("helping.complaint_answered")
def tell_complaint_answered(event: Event) -> None:
    """The answer itself stands on the page of the complaint."""
    question = _complaint(event)
    values = {"question": str(question.number)}
    with override(question.language):
        body = _("Complaint %(question)s is answered. Read it on its page.") % values
    _to_buyer(event, question, notices.COMPLAINT_ANSWERED, body, values)


def _complaint(event: Event) -> Question:
    return Question.objects.select_related("mart").get(pk=event.subject_id)


def _values(question: Question) -> dict[str, str]:
    return {"question": str(question.number), "day": f"{day_of(question.answer_by):%d/%m}"}


def _to_buyer(event: Event, question: Question, notice: Notice, body: str, values: dict[str, str]) -> None:
    if not question.phone:  # forgotten meanwhile
        return
    tell(
        question.phone,
        template=notice.name,
        language=question.language,
        body=body,
        values=values,
        cause=f"{event.kind}:{event.pk}",
        mart=question.mart,
        link=f"/{question.language}/help/{question.token}/",
    )


@subscribe("helping.climbed", "helping.handed_on")
def tell_next_level(event: Event) -> None:
    """Whoever has a maker's question now, by the clock or from somebody's hand."""
    _tell_level(event, Question.objects.select_related("mart", "block").get(pk=event.data["question"]))


@subscribe("helping.complaint_climbed", "helping.complaint_handed_on")
def tell_next_level_of_complaint(event: Event) -> None:
    """Whoever has a buyer's question now, by the clock or from somebody's hand."""
    _tell_level(event, _complaint(event))


def _tell_level(event: Event, question: Question) -> None:
    values = {"question": str(question.number), "day": f"{day_of(question.asked_at):%d/%m}"}
    for at, (phone, user, language) in enumerate(_who(question, str(event.data["level"]))):
        if user is not None and user.pk == event.by_id:  # she handed it on herself
            continue
        with override(language):
            body = _("Question %(question)s waits since %(day)s. Please take it up.") % values
        tell(
            phone,
            template=notices.CLIMBED.name,
            language=language,
            body=body,
            values=values,
            cause=f"{event.kind}:{event.pk}:{at}",
            mart=question.mart,
            user=user,
            link=f"/office/help/{question.pk}/",
        )


def _who(question: Question, level: str) -> list[tuple[str, User | None, str]]:
    """(phone, person, language) of whoever has what lies at a level: the coordinator, a phone that is set, the desk."""
    mart = question.mart
    clock = clock_now(mart)
    near = coordinator_near(mart, question.block) if level == L.COORDINATOR and question.block else None
    if near is not None:
        return [(near.phone, near, near.language)]
    if level == L.DEPARTMENT:
        return [(clock.department_phone, None, mart.default_language)] if clock.department_phone else []
    if level == L.OFFICER and clock.officer_phone:
        return [(clock.officer_phone, None, mart.default_language)]
    desk = with_role(mart, Role.Kind.DESK)
    return [(user.phone, user, user.language) for user in desk if user.phone]
