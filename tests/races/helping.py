"""What makers and buyers ask, said and done by two at once; each trial in a mart of its own."""

from datetime import timedelta

from haat.helping import actions
from haat.helping.models import Entry, Faq, Question
from haat.makers.models import Maker
from haat.places.models import Mart
from tests.make import BY, make_maker, make_own_mart, number
from tests.races.race import Pair, given, race, told, twice

CLOCK = {"maker_hours": 24, "maker_days": 7, "buyer_hours": 24, "buyer_days": 15}
NOBODY = {"officer_phone": "", "department": "", "department_phone": ""}


def own_maker() -> Maker:
    return make_maker(mart=make_own_mart())


def asked(maker: Maker | None = None) -> Question:
    one = maker or own_maker()
    return actions.ask(one, words="Where is it?", voice=None, language="hi", key=f"q{number()}", by=BY)


def answered() -> Question:
    return actions.answer(asked(), text="Friday.", by=BY)


def drafted() -> Faq:
    faq = actions.draft_faq(answered(), by=BY)
    given = {"asks": "When?", "answer": "After a week.", "subject": "other", "language": faq.mart.languages[0]}
    return actions.word_faq(faq, **given, by=BY)


@race(actions.ask)
def one_question_is_sent_twice() -> Pair:
    maker, key = own_maker(), f"q{number()}"
    return twice(
        lambda row: actions.ask(row, words="Where?", voice=None, language="hi", key=key, by=BY),
        maker,
        counted=told("helping.asked", maker),
    )


@race(actions.ask)
def two_ask_and_get_two_numbers() -> Pair:
    mart = make_own_mart()
    one, two = make_maker(mart=mart), make_maker(mart=mart)

    def call(row: Maker) -> Question:
        return actions.ask(row, words="Where?", voice=None, language="hi", key="k", by=BY)

    def numbers() -> list[int]:
        return sorted(Question.objects.filter(mart=mart).values_list("number", flat=True))

    return Pair(given(call, one), given(call, two), numbers, [1001, 1002])


@race(actions.complain)
def one_complaint_is_sent_twice() -> Pair:
    mart = make_own_mart()
    buyer = {"phone": "9876543210", "name": "Asha", "words": "Broken", "language": "hi", "key": "k", "by": BY}

    def call(row: Mart) -> Question:
        return actions.complain(row, **buyer)  # type: ignore[arg-type]

    return twice(call, mart, counted=lambda: Question.objects.filter(mart=mart).count())


@race(actions.add)
def more_is_sent_twice() -> Pair:
    one = asked()
    return twice(
        lambda row: actions.add(row, words="And?", language="hi", key="more", by=BY),
        one,
        counted=told("helping.added", one.maker),
    )


@race(actions.acknowledge)
def two_say_that_it_was_heard() -> Pair:
    one = asked()
    return twice(lambda row: actions.acknowledge(row, by=BY), one, counted=told("helping.heard", one.maker))


@race(actions.answer)
def one_answer_is_sent_twice() -> Pair:
    one = asked()
    return twice(
        lambda row: actions.answer(row, text="Friday.", by=BY), one, counted=told("helping.answered", one.maker)
    )


@race(actions.answer, "helping.answered")
def two_answer_differently() -> Pair:
    one = asked()
    return Pair(
        given(lambda row: actions.answer(row, text="Friday.", by=BY), one),
        given(lambda row: actions.answer(row, text="Monday.", by=BY), one),
        told("helping.answered", one.maker),
    )


@race(actions.reopen)
def it_did_not_help_is_sent_twice() -> Pair:
    one = answered()
    return twice(
        lambda row: actions.reopen(row, words="No.", language="hi", key="r", by=BY),
        one,
        counted=told("helping.reopened", one.maker),
    )


@race(actions.end)
def it_helped_is_said_twice() -> Pair:
    one = answered()
    return twice(lambda row: actions.end(row, by=BY), one, counted=told("helping.ended", one.maker))


@race(actions.end_silent)
def two_clocks_close_it() -> Pair:
    one = answered()
    Question.objects.filter(pk=one.pk).update(answered_at=one.asked_at - timedelta(days=20))
    return twice(actions.end_silent, one, counted=told("helping.ended", one.maker))


@race(actions.hand_on, "helping.there_already")
def two_hand_it_on() -> Pair:
    one = asked()
    return Pair(
        given(lambda row: actions.hand_on(row, level="department", reason="Scheme", key="a", by=BY), one),
        given(lambda row: actions.hand_on(row, level="department", reason="Scheme", key="b", by=BY), one),
        told("helping.handed_on", one.maker),
    )


@race(actions.climb)
def two_clocks_hand_it_up() -> Pair:
    one = asked()
    Question.objects.filter(pk=one.pk).update(climb_at=one.asked_at)
    return twice(actions.climb, one, counted=told("helping.climbed", one.maker))


@race(actions.set_clock)
def one_clock_is_set_twice() -> Pair:
    mart = make_own_mart()
    return twice(
        lambda row: actions.set_clock(row, **CLOCK, **NOBODY, by=BY), mart, counted=told("helping.clock_set", mart)
    )


@race(actions.draft_faq)
def two_draft_it() -> Pair:
    one = answered()
    return twice(
        lambda row: actions.draft_faq(row, by=BY), one, counted=lambda: Faq.objects.filter(question=one).count()
    )


@race(actions.word_faq)
def one_wording_is_sent_twice() -> Pair:
    faq = drafted()
    words = {"asks": "And now?", "answer": "Soon.", "subject": "other", "language": faq.language}
    return twice(
        lambda row: actions.word_faq(row, **words, by=BY),
        faq,
        counted=lambda: told("helping.faq_worded", faq.mart)() - 1,
    )


@race(actions.publish_faq)
def two_publish_it() -> Pair:
    faq = drafted()
    return twice(
        lambda row: actions.publish_faq(row, looked_at=True, by=BY),
        faq,
        counted=told("helping.faq_published", faq.mart),
    )


@race(actions.take_back_faq)
def two_take_it_back() -> Pair:
    faq = actions.publish_faq(drafted(), looked_at=True, by=BY)
    return twice(lambda row: actions.take_back_faq(row, by=BY), faq, counted=told("helping.faq_taken_back", faq.mart))


@race(actions.forget_questions)
def what_was_said_is_forgotten_twice() -> Pair:
    one = asked()
    left = Entry.objects.filter(question=one).exclude(words=actions.FORGOTTEN)
    return twice(lambda row: actions.forget_questions([row.pk], BY), one, counted=left.count, once=0)
