"""Months made anew, and the rule of a day chosen, by two at once, each trial in a mart of its own."""

from haat.core.dates import today
from haat.livelihood import actions
from haat.livelihood.models import DayRule, MonthWork
from tests.ledger.books import work
from tests.make import BY, make_maker, make_order, make_own_mart, make_stocked, walk
from tests.races.race import Pair, given, race


@race(actions.set_day_rule)
def two_choose_the_same_rule() -> Pair:
    mart = make_own_mart()
    choose = given(lambda row: actions.set_day_rule(row, rule="four", by=BY), mart)
    return Pair(choose, choose, lambda: DayRule.objects.filter(mart=mart).count())


@race(actions.refresh)
def one_month_is_made_anew_twice() -> Pair:
    maker = make_maker()
    walk(make_order({make_stocked(maker): 1}).parts.get(), "delivered")
    work()
    anew = given(lambda row: actions.refresh([(row.pk, today().replace(day=1))]), maker)
    return Pair(anew, anew, lambda: MonthWork.objects.filter(maker=maker).count())


@race(actions.rebuild)
def all_is_rebuilt_while_a_month_is_made_anew() -> Pair:
    maker = make_maker(mart=make_own_mart())
    again = given(lambda row: actions.rebuild([row]), maker.mart)
    anew = given(lambda row: actions.refresh([(row.pk, today().replace(day=1))]), maker)
    return Pair(again, anew, lambda: MonthWork.objects.filter(maker=maker).count(), 0)
