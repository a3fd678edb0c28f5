"""What the worker does with sheets."""

from datetime import timedelta

from haat.core.actor import Actor
from haat.core.jobs import job
from haat.sheets import actions
from haat.sheets.models import Sheet


def _sheet(sheet_id: int) -> Sheet:
    return Sheet.objects.select_related("mart__place").get(pk=sheet_id)


@job("sheets.look")
def look(sheet_id: int) -> None:
    """Look a sheet through."""
    actions.look(_sheet(sheet_id))


@job("sheets.bring")
def bring(sheet_id: int, user_id: int) -> None:
    """Keep a sheet's good rows, in the name of who asked for it."""
    actions.bring(_sheet(sheet_id), by=Actor(user_id=user_id))


@job("sheets.forget", every=timedelta(days=1))
def forget() -> None:
    """Forget what was brought long ago."""
    actions.forget_sheets()
