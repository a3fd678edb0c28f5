"""What the worker does with lists of groups."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from haat.core.actor import MACHINE, Actor
from haat.core.errors import BadTable
from haat.core.jobs import job
from haat.core.sealing import Unreadable
from haat.places.models import Mart
from haat.roster import actions
from haat.roster.models import ListUpload


def _upload(upload_id: int) -> ListUpload:
    return ListUpload.objects.select_related("mart__place").get(pk=upload_id)


def _break_off(upload_id: int, user_id: int = 0) -> None:
    actions.break_off(_upload(upload_id), by=MACHINE)


@contextmanager
def _or_broken_off(upload: ListUpload) -> Iterator[None]:
    """What cannot be read today cannot be tomorrow: it is not tried for days."""
    try:
        yield
    except BadTable as problem:
        actions.break_off(upload, problem=problem.message, by=MACHINE)
    except Unreadable:
        actions.break_off(upload, by=MACHINE)


@job("roster.look", given_up=_break_off)
def look(upload_id: int) -> None:
    """Look a list through."""
    upload = _upload(upload_id)
    with _or_broken_off(upload):
        actions.look_through(upload)


@job("roster.bring", given_up=_break_off)
def bring(upload_id: int, user_id: int) -> None:
    """Bring a list in, in the name of who asked for it."""
    upload = _upload(upload_id)
    with _or_broken_off(upload):
        actions.bring(upload, by=Actor(user_id=user_id))
    actions.find_pairs(upload.mart)


@job("roster.keep_up", every=timedelta(minutes=5))
def keep_up() -> None:
    """Follow what became of the makers."""
    for mart in Mart.objects.select_related("place").order_by("pk"):
        actions.keep_up(mart)


@job("roster.find_pairs", every=timedelta(days=1))
def find_pairs() -> None:
    """Look for groups that may be one."""
    for mart in Mart.objects.order_by("pk"):
        actions.find_pairs(mart)


@job("roster.forget", every=timedelta(days=1))
def forget() -> None:
    """Forget what was brought long ago."""
    actions.forget_lists()
