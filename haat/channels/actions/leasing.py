"""One turn of an account at a time: whoever takes it has it for a while, renews it before each step, and gives it back.

What a turn decides on is locked for itself as well: a turn whose time ran out while it stood still does no harm.
"""

from datetime import timedelta

from django.db.models import F, Q

from haat.channels.alive import here, surely_dead
from haat.channels.models import Account
from haat.core.clock import database_now

# Longer than any call of a channel takes.
LEASE = timedelta(minutes=10)


class TurnLost(Exception):
    """Another process has the turn now: this one stood still for too long."""


def take_turn(account_id: int) -> int | None:
    """Begin a turn: its number. None while another process is at it, unless that one is surely dead."""
    now = database_now()
    account = Account.objects.get(pk=account_id)
    free = Q(turn_until=None) | Q(turn_until__lt=now)
    if account.turn_until is not None and surely_dead(account.turn_by):
        free |= Q(turn=account.turn)
    taken = Account.objects.filter(free, pk=account_id, turn=account.turn)
    if not taken.update(turn=F("turn") + 1, turn_by=here(), turn_until=now + LEASE):
        return None
    return account.turn + 1


def renew_turn(account_id: int, turn: int) -> None:
    """It goes on. Raises TurnLost."""
    mine = Account.objects.filter(pk=account_id, turn=turn, turn_until__isnull=False)
    if not mine.update(turn_until=database_now() + LEASE):
        raise TurnLost


def end_turn(account_id: int, turn: int) -> None:
    """It is over. Its number goes up, so that who asked for a turn meanwhile, and found this one, is given another."""
    mine = Account.objects.filter(pk=account_id, turn=turn, turn_until__isnull=False)
    mine.update(turn=F("turn") + 1, turn_by="", turn_until=None)
