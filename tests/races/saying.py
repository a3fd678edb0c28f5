"""What a maker says of her pieces on two phones at once."""

from haat.stock import actions
from haat.stock.models import StockItem
from tests.make import BY, number
from tests.races.race import Pair, race
from tests.races.stock import few


@race(actions.say_one)
def two_phones_step_down_at_once() -> Pair:
    good = few(5)

    def down() -> object:
        return actions.say_one(good, step=-1, cause=f"race:{number()}", by=BY)

    return Pair(down, down, lambda: StockItem.objects.get(variant=good).on_hand, once=3)


@race(actions.say_pieces, "stock.recounted")
def counted_while_another_phone_counts() -> Pair:
    good = few(5)

    def say(pieces: int) -> object:
        return actions.say_pieces(good, pieces=pieces, seen=5, cause=f"race:{number()}", by=BY)

    counts = StockItem.objects.filter(variant=good).values_list("on_hand", flat=True)
    return Pair(lambda: say(7), lambda: say(9), lambda: counts.get() in (7, 9), once=True)
