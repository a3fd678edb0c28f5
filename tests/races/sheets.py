"""Tables brought in."""

from haat.core.actor import Actor
from haat.sheets import actions
from tests.make import make_sheet
from tests.races.race import Pair, race, told, twice


@race(actions.bring_in, "sheets.not_looked")
def a_table_is_brought_in_twice() -> Pair:
    sheet = make_sheet()
    by = Actor(user_id=sheet.by_id)
    return twice(lambda row: actions.bring_in(row, by=by), sheet, counted=told("sheets.bringing", sheet))
