"""An answer that helps others too: drafted without the asker's details, looked at by a person, then published."""

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.core.texts import clean_line, clean_text
from haat.helping.actions.writing import checked
from haat.helping.errors import BadSubject, FaqTooLong, NoFaqWords, NotAnswered, NotLookedAt, PersonalLeft
from haat.helping.models import Entry, Faq, Question
from haat.helping.rules import SUBJECTS
from haat.helping.striking import left_in, names_of, strike

MOST_ASKS = 300


@transaction.atomic
def draft_faq(question: Question, *, by: Actor) -> Faq:
    """A draft of the question and its last answer, with what names the asker struck; drafted twice, it is one.

    Raises NotAnswered.
    """
    held = hold(question, "maker", "mart")
    known = Faq.objects.filter(question=held).first()
    if known is not None:
        return known
    answers = held.entries.filter(kind=Entry.Kind.ANSWER).exclude(words="")
    last = answers.order_by("-pk").first()
    if held.answered_at is None:
        raise NotAnswered()
    asked = held.entries.filter(kind=Entry.Kind.ASKED).exclude(words="").order_by("pk").first()
    names = names_of(held)
    faq = Faq.objects.create(
        mart=held.mart,
        question=held,
        subject=held.subject,
        language=last.language if last else held.language,
        asks=strike(clean_line(asked.words) if asked else "", names)[:MOST_ASKS],
        answer=strike(last.words if last else "", names),
        made_by_id=by.user_id,
    )
    record("helping.faq_drafted", held.mart, by=by, mart_id=held.mart_id, faq=faq.pk, number=held.number)
    return faq


@transaction.atomic
def word_faq(faq: Faq, *, asks: str, answer: str, subject: str, language: str, by: Actor) -> Faq:
    """Other words of it; of one that is published they are looked at as at publishing.

    Raises NoFaqWords, FaqTooLong, WordsTooLong, BadSubject, PersonalLeft.
    """
    held = hold(faq, "question__maker", "mart")
    given = _words(held, asks, answer, subject, language)
    if held.state == Faq.State.PUBLISHED:
        _nothing_personal(held, given["asks"], given["answer"])
    if any(getattr(held, name) != value for name, value in given.items()):
        for name, value in given.items():
            setattr(held, name, value)
        held.save(update_fields=list(given))
        record("helping.faq_worded", held.mart, by=by, mart_id=held.mart_id, faq=held.pk)
    return held


def _words(faq: Faq, asks: str, answer: str, subject: str, language: str) -> dict[str, str]:
    if subject not in SUBJECTS or language not in faq.mart.languages:
        raise BadSubject()
    heading = clean_line(asks)
    if len(heading) > MOST_ASKS:
        raise FaqTooLong(MOST_ASKS)
    given = {"asks": heading, "answer": checked(answer, "answer"), "subject": subject, "language": language}
    for name in ("asks", "answer"):
        if not given[name]:
            raise NoFaqWords(name)
    return given


def _nothing_personal(faq: Faq, asks: str, answer: str) -> None:
    names = names_of(faq.question) if faq.question is not None else frozenset()
    for name, text in (("asks", asks), ("answer", answer)):
        if found := left_in(clean_text(text), names):
            raise PersonalLeft(name, found)


@transaction.atomic
def publish_faq(faq: Faq, *, looked_at: bool, by: Actor) -> Faq:
    """Every maker may read it, once a person has looked at it; published twice, the first time stands.

    Raises NotLookedAt, NoFaqWords, PersonalLeft.
    """
    held = hold(faq, "question__maker", "mart")
    if held.state == Faq.State.PUBLISHED:
        return held
    if not looked_at:
        raise NotLookedAt()
    _words(held, held.asks, held.answer, held.subject, held.language)
    _nothing_personal(held, held.asks, held.answer)
    held.state, held.published_at, held.published_by_id = Faq.State.PUBLISHED, timezone.now(), by.user_id
    held.save(update_fields=["state", "published_at", "published_by_id"])
    record("helping.faq_published", held.mart, by=by, mart_id=held.mart_id, faq=held.pk)
    return held


@transaction.atomic
def take_back_faq(faq: Faq, *, by: Actor) -> Faq:
    """Makers read it no more; taken back twice, the first time stands."""
    held = hold(faq, "mart")
    if held.state == Faq.State.PUBLISHED:
        held.state = Faq.State.TAKEN_BACK
        held.save(update_fields=["state"])
        record("helping.faq_taken_back", held.mart, by=by, mart_id=held.mart_id, faq=held.pk)
    return held
