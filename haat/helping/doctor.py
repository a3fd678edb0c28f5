"""What must hold of questions, their threads and their clocks."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, F, Max, OuterRef, Q

from haat.core.doctor import check
from haat.helping.models import Clock, Enclosure, Entry, Faq, Question
from haat.helping.rules import LAW_DAYS, LAW_HOURS, STEPS, answered_by

K = Entry.Kind


@check("a question begins with something said")
def questions_say_something() -> Iterable[str]:
    """A thread without its beginning, or one that says nothing."""
    enclosed = Enclosure.objects.filter(entry=OuterRef("pk"))
    asked = Entry.objects.filter(Q(Exists(enclosed)) | ~Q(words=""), question=OuterRef("pk"), kind=K.ASKED)
    for question in Question.objects.filter(~Exists(asked)):
        yield f"question {question.number} of mart {question.mart_id} does not begin with anything said"


@check("the clock of a question runs from when it was asked, a buyer's no longer than the law lets it")
def clocks_run() -> Iterable[str]:
    """A clock that was put back, or runs longer than the law's."""
    late = Q(asker="buyer", due_at__gt=F("asked_at") + timedelta(hours=LAW_HOURS))
    for question in Question.objects.filter(late | Q(answer_due_at__lt=F("due_at"), reopened_at=None)):
        yield f"question {question.number} of mart {question.mart_id}: heard by {question.due_at}"
    for question in Question.objects.filter(asker="buyer"):
        latest = answered_by(question.reopened_at or question.asked_at, LAW_DAYS, buyer=True)
        if question.answer_due_at > latest:
            yield f"complaint {question.number} of mart {question.mart_id}: answered by {question.answer_due_at}"


@check("what is answered has its answer, and waits for nothing more")
def answers_are_there() -> Iterable[str]:
    """An answer that nobody gave, or a question that was answered and still waits."""
    answers = Entry.objects.filter(question=OuterRef("pk"), kind=K.ANSWER)
    for question in Question.objects.filter(~Exists(answers), first_answered_at__isnull=False):
        yield f"question {question.number} of mart {question.mart_id} is answered without an answer"
    waits = Q(answered_at=None) & ~Q(next_due_at=F("due_at")) & ~Q(next_due_at=F("answer_due_at"))
    for question in Question.objects.filter(waits | Q(answered_at__isnull=False, climb_at__isnull=False)):
        yield f"question {question.number} of mart {question.mart_id} waits until {question.next_due_at}"


@check("a question came back at most once, and each step up was taken once")
def steps_are_taken_once() -> Iterable[str]:
    """More steps than there are levels, or an opening without a word."""
    again = Entry.objects.filter(question=OuterRef("pk"), kind=K.REOPENED)
    wrong = Q(climbed__gt=STEPS) | Q(Exists(again), reopened_at=None) | Q(~Exists(again), reopened_at__isnull=False)
    for question in Question.objects.filter(wrong):
        yield f"question {question.number} of mart {question.mart_id}: step {question.climbed}"


@check("a mart's last number of a question is the greatest it gave")
def numbers_run() -> Iterable[str]:
    """A number that would be given twice."""
    given = Question.objects.order_by().values("mart").annotate(last=Max("number")).values_list("mart", "last")
    last = dict(Clock.objects.values_list("mart", "last_number"))
    for mart, number in given:
        if last.get(mart, 0) < number:
            yield f"mart {mart}: the last number is {last.get(mart, 0)}, and {number} was given"


@check("what makers read among the answers was published by a person")
def published_by_somebody() -> Iterable[str]:
    """An answer for all that nobody looked at."""
    for faq in Faq.objects.filter(state=Faq.State.PUBLISHED, published_by_id=None):
        yield f"answer {faq.pk} of mart {faq.mart_id} was published by nobody"
