"""Reading what makers and buyers asked, what was answered, and what hurts most."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from haat.core.languages import order_of
from haat.helping.models import Clock, Enclosure, Entry, Faq, Question
from haat.makers.models import Maker
from haat.makers.queries import one_with, spoken_to
from haat.places.models import Mart, Place

MOST_FAQS = 200


def clock_now(mart: Mart) -> Clock:
    """The mart's clock; the usual one, unwritten, until somebody needs or sets it."""
    return Clock.objects.filter(mart=mart).first() or Clock(mart=mart)


def asked_by(maker: Maker) -> QuerySet[Question]:
    """A maker's questions, and those of whoever was found to be it; the last first."""
    return Question.objects.filter(maker__in=one_with(maker).values("pk")).order_by("-pk")


def with_words(rows: QuerySet[Question]) -> QuerySet[Question]:
    """With the words each began with (`began`) and those of its last answer (`answer`); no statement more."""
    entries = Entry.objects.filter(question=OuterRef("pk"))
    began = entries.filter(kind=Entry.Kind.ASKED).order_by("pk").values("words")[:1]
    answer = entries.filter(kind=Entry.Kind.ANSWER).order_by("-pk").values("words")[:1]
    return rows.annotate(began=Subquery(began), answer=Subquery(answer))


def with_thread(rows: QuerySet[Question]) -> QuerySet[Question]:
    """With all that was said in them, without what is sealed: two statements more for any number."""
    enclosures = Prefetch("enclosures", Enclosure.objects.defer("sealed").order_by("pk"))
    return rows.prefetch_related(Prefetch("entries", Entry.objects.order_by("pk").prefetch_related(enclosures)))


def told_at(maker: Maker) -> str:
    """The phone at which a maker hears of her question: her leader's, or its own; empty when neither has one."""
    user, _language = spoken_to(maker)
    return user.phone if user is not None and user.phone else maker.phone


def asked_within(mart: Mart, place: Place) -> QuerySet[Question]:
    """What makers at or below `place` ever asked, with who they are; the last first. No buyer's."""
    rows = Question.objects.filter(place.reach(mart, "maker__block"), mart=mart, maker__isnull=False)
    return rows.select_related("maker__block").order_by("-pk")


def complaints(mart: Mart) -> QuerySet[Question]:
    """What buyers ever asked, the last first: for whoever may answer them, the whole mart's."""
    return Question.objects.filter(mart=mart, maker=None).select_related("order", "good").order_by("-pk")


def readable(mart: Mart, place: Place, *, buyers: bool) -> QuerySet[Question]:
    """What may be read at or below `place`; with `buyers` also what they asked."""
    mine = Q(place.reach(mart, "maker__block"), maker__isnull=False)
    rows = Question.objects.filter(mine | Q(maker=None) if buyers else mine, mart=mart)
    return rows.select_related("maker__block", "order", "good").order_by("-pk")


def unanswered(rows: QuerySet[Question]) -> QuerySet[Question]:
    """Those nobody has answered."""
    return rows.filter(answered_at=None)


def open_within(mart: Mart, place: Place) -> QuerySet[Question]:
    """Makers' questions nobody has answered."""
    return unanswered(asked_within(mart, place))


def open_complaints(mart: Mart, place: Place) -> QuerySet[Question]:
    """Buyers' that nobody has answered; none for whoever works at one block."""
    return unanswered(complaints(mart)) if place.pk == mart.place_id else complaints(mart).none()


def first_words(rows: Collection[Question]) -> dict[int, tuple[str, frozenset[str]]]:
    """By question, the words it began with and what kinds of files it holds ("voice", "picture"); two statements."""
    keys = [row.pk for row in rows]
    asked = Entry.objects.filter(question__in=keys, kind=Entry.Kind.ASKED).values_list("question", "words")
    words = dict(asked)
    kinds: dict[int, set[str]] = defaultdict(set)
    of = Enclosure.objects.filter(entry__question__in=keys).exclude(entry__kind=Entry.Kind.ANSWER)
    for question, kind in of.values_list("entry__question", "kind").distinct():
        kinds[question].add("picture" if kind == "jpeg" else "voice")
    return {key: (words.get(key, ""), frozenset(kinds[key])) for key in keys}


def complaint_by_token(mart: Mart, token: str) -> Question | None:
    """A buyer's question behind its secret link."""
    rows = Question.objects.filter(mart=mart, token=token).exclude(token="")
    return with_thread(rows.select_related("order", "good", "mart")).first()


def complaints_of_phone(mart: Mart, phone: str) -> QuerySet[Question]:
    """What was asked with a phone whose owner has shown that it is hers; the last first."""
    return complaints(mart).filter(phone=phone)


def enclosure_of(question: Question, pk: int) -> QuerySet[Enclosure]:
    """A file of one of its entries."""
    return Enclosure.objects.filter(pk=pk, entry__question=question).select_related("entry__question__maker")


def to_climb() -> QuerySet[Question]:
    """What waits too long where it lies."""
    return Question.objects.filter(climb_at__lte=timezone.now(), answered_at=None).order_by("climb_at", "pk")


def to_end(within: timedelta) -> QuerySet[Question]:
    """What was answered so long ago that nothing more is said of it."""
    limit = timezone.now() - within
    return Question.objects.filter(ended="", answered_at__lt=limit).order_by("answered_at", "pk")


def faqs_of(mart: Mart) -> QuerySet[Faq]:
    """All a mart has drafted and published, the last first."""
    return Faq.objects.filter(mart=mart).select_related("question").order_by("-pk")


def faqs_for(mart: Mart, language: str) -> list[tuple[str, list[Faq]]]:
    """By subject, what makers may read: in her language, or the next best she reads where there is none in it."""
    rows = Faq.objects.filter(mart=mart, state=Faq.State.PUBLISHED).order_by("subject", "-published_at", "pk")
    spoken = list(order_of(language))
    found: dict[str, list[Faq]] = defaultdict(list)
    for row in rows[:MOST_FAQS]:
        if row.language in spoken:
            found[row.subject].append(row)
    return [(subject, _nearest(of, spoken)) for subject, of in found.items()]


def _nearest(rows: Iterable[Faq], spoken: list[str]) -> list[Faq]:
    """Those in the first of the languages that has any."""
    held = list(rows)
    best = min(spoken.index(row.language) for row in held)
    return [row for row in held if row.language == spoken[best]]
