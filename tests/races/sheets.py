"""Tables brought in."""

from collections.abc import Callable

from haat.core.actor import MACHINE, Actor
from haat.sheets import actions
from haat.sheets.models import Sheet
from tests.make import make_sheet
from tests.races.race import Pair, race, told, twice


@race(actions.bring_in, "sheets.not_looked")
def a_table_is_brought_in_twice() -> Pair:
    sheet = make_sheet()
    by = Actor(user_id=sheet.by_id)
    return twice(lambda row: actions.bring_in(row, by=by), sheet, counted=told("sheets.bringing", sheet))


@race(actions.break_off)
def a_table_is_broken_off_twice() -> Callable[[], Pair]:
    sheet = make_sheet()

    def ready() -> Pair:
        Sheet.objects.filter(pk=sheet.pk).update(state=Sheet.State.LOOKING)
        return twice(lambda row: actions.break_off(row, by=MACHINE), sheet, counted=told("sheets.broken_off", sheet))

    return ready
