"""What makers ask, heard and answered by two at once."""

from haat.helping import actions
from haat.helping.models import Question
from haat.makers.models import Maker
from tests.make import BY, make_maker, number
from tests.races.race import Pair, given, race, told, twice


def asked(maker: Maker | None = None) -> Question:
    one = maker or make_maker()
    return actions.ask(one, words="Where is it?", voice=None, language="hi", key=f"q{number()}", by=BY)


@race(actions.ask)
def one_question_is_sent_twice() -> Pair:
    maker, key = make_maker(), f"q{number()}"
    return twice(
        lambda row: actions.ask(row, words="Where?", voice=None, language="hi", key=key, by=BY),
        maker,
        counted=told("helping.asked", maker),
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
