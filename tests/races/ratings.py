"""What buyers say, and the desk's look at it."""

from haat.orders import actions
from haat.orders.models import Rating
from tests.make import BY
from tests.races.orders import part
from tests.races.race import Pair, race, told, twice


@race(actions.rate)
def rated_twice() -> Pair:
    line = part("delivered").lines.get()
    return twice(
        lambda row: actions.rate(row, stars=5, by=BY), line, counted=lambda: Rating.objects.filter(line=line).count()
    )


def rated() -> Rating:
    return actions.rate(part("delivered").lines.get(), stars=2, words="Call 98765 43210", by=BY)


@race(actions.show_words)
def words_are_shown_twice() -> Pair:
    one = rated()
    return twice(lambda row: actions.show_words(row, by=BY), one, counted=told("orders.words_shown", one))


@race(actions.hide_words)
def words_are_hidden_twice() -> Pair:
    one = rated()
    return twice(
        lambda row: actions.hide_words(row, reason="a number", by=BY), one, counted=told("orders.words_hidden", one)
    )


@race(actions.answer_rating)
def a_rating_is_answered_twice() -> Pair:
    one = rated()
    return twice(
        lambda row: actions.answer_rating(row, words="We called you.", by=BY),
        one,
        counted=told("orders.rating_answered", one),
    )
