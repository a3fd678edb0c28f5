"""Corruptions of what makers and buyers ask; see corruptions.py."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import F

from haat.core.actor import MACHINE
from haat.helping import actions
from haat.helping.models import Clock, Entry, Faq, Question
from haat.makers.models import Maker
from tests.core.plants import Plant


def asked() -> Question:
    maker = Maker.objects.filter(merged_into=None).earliest("pk")
    return actions.ask(maker, words="Where?", voice=None, language="hi", key="planted", by=MACHINE)


def changed(**moments: object) -> Callable[[], object]:
    """A question whose row was changed behind the back of the actions."""
    return lambda: Question.objects.filter(pk=asked().pk).update(**moments)


def of_buyer(**moments: object) -> Callable[[], object]:
    def plant() -> None:
        mart = Maker.objects.earliest("pk").mart
        buyer = {"phone": "9876543210", "name": "Asha", "words": "Broken", "language": "hi"}
        question = actions.complain(mart, **buyer, key="planted", by=MACHINE)
        Question.objects.filter(pk=question.pk).update(**moments)

    return plant


def answer_gone() -> None:
    question = actions.answer(asked(), text="Friday.", by=MACHINE)
    Entry.objects.filter(question=question, kind=Entry.Kind.ANSWER).delete()


def published_alone() -> None:
    mart = Maker.objects.earliest("pk").mart
    common = {"mart": mart, "subject": "other", "language": "hi", "asks": "a", "answer": "b"}
    faq = Faq.objects.create(**common)
    Faq.objects.filter(pk=faq.pk).update(state=Faq.State.PUBLISHED, published_at=faq.made_at)


def number_put_back() -> None:
    question = asked()
    Clock.objects.filter(mart=question.mart_id).update(last_number=1)


LATER, BEFORE = F("due_at") + timedelta(days=40), F("asked_at") + timedelta(hours=1)
CLOCK = "the clock of a question runs from when it was asked, a buyer's no longer than the law lets it"
HELPING: list[tuple[str, str, Plant]] = [
    ("a question without a beginning", "a question begins with something said",
     lambda: Entry.objects.filter(question=asked()).update(words="")),
    ("a clock of an answer before its hearing", CLOCK, changed(answer_due_at=BEFORE)),
    ("a buyer's clock longer than the law's", CLOCK, of_buyer(answer_due_at=LATER, next_due_at=F("due_at"))),
    ("an answer that is gone", "what is answered has its answer, and waits for nothing more", answer_gone),
    ("a question that waits for a day nobody set", "what is answered has its answer, and waits for nothing more",
     changed(next_due_at=LATER)),
    ("a question opened again without a word", "a question came back at most once, and each step up was taken once",
     changed(reopened_at=F("asked_at"))),
    ("a number that will be given twice", "a mart's last number of a question is the greatest it gave",
     number_put_back),
    ("an answer for all that nobody published", "what makers read among the answers was published by a person",
     published_alone),
]  # fmt: skip
