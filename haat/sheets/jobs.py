"""What the worker does with sheets."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from haat.core.actor import MACHINE, Actor
from haat.core.errors import BadTable
from haat.core.jobs import job
from haat.core.sealing import Unreadable
from haat.sheets import actions
from haat.sheets.models import Sheet


def _sheet(sheet_id: int) -> Sheet:
    return Sheet.objects.select_related("mart__place").get(pk=sheet_id)


def _break_off(sheet_id: int, user_id: int = 0) -> None:
    actions.break_off(_sheet(sheet_id), by=MACHINE)


@contextmanager
def _or_broken_off(sheet: Sheet) -> Iterator[None]:
    """What cannot be read today cannot be tomorrow: it is not tried for days."""
    try:
        yield
    except (Unreadable, BadTable):
        actions.break_off(sheet, by=MACHINE)


@job("sheets.look", given_up=_break_off)
def look(sheet_id: int) -> None:
    """Look a sheet through."""
    sheet = _sheet(sheet_id)
    with _or_broken_off(sheet):
        actions.look(sheet)


@job("sheets.bring", given_up=_break_off)
def bring(sheet_id: int, user_id: int) -> None:
    """Keep a sheet's good rows, in the name of who asked for it."""
    sheet = _sheet(sheet_id)
    with _or_broken_off(sheet):
        actions.bring(sheet, by=Actor(user_id=user_id))


@job("sheets.forget", every=timedelta(days=1))
def forget() -> None:
    """Forget what was brought long ago."""
    actions.forget_sheets()
