"""What is stuck at marketplaces: accounts that are let in no more, keys that end, causes for the desk, lost calls."""

from datetime import datetime, timedelta

from django.utils import timezone

from haat.channels.channel import find
from haat.channels.models import Account, Attempt, Cause, Sale
from haat.channels.queries import KEYS_END_DAYS, sales_waiting
from haat.core.dates import today
from haat.places.models import Mart, Place
from haat.review.stuck import Rows, Stuck, Waiting

# A sending that nobody answered settles itself by being read back; after so long a person should look.
UNKNOWN = timedelta(hours=1)


def stopped(mart: Mart, place: Place) -> Rows:
    """Accounts whose channel lets us in no more (district only)."""
    rows = Account.objects.filter(mart=mart, state=Account.State.STOPPED, trouble_since__isnull=False)
    return () if _block(place) else Waiting(rows, "trouble_since", _account)


def keys_end(mart: Mart, place: Place) -> Rows:
    """Accounts whose keys end within thirty days, or have ended (district only)."""
    last = today() + timedelta(days=KEYS_END_DAYS)
    rows = Account.objects.filter(mart=mart, state=Account.State.OPEN, keys_end__lte=last)
    return () if _block(place) else Waiting(rows, "keys_end", _account)


def causes(mart: Mart, place: Place) -> Rows:
    """What keeps goods back at channels and is the desk's work (district only)."""
    rows = Cause.objects.filter(mart=mart, closed_at=None, who=Cause.Who.DESK).select_related("account")
    return () if _block(place) else Waiting(rows, "opened_at", _cause)


def unknown(mart: Mart, place: Place) -> Rows:
    """Sendings that nobody answered an hour ago (district only)."""
    rows = Attempt.objects.filter(
        account__mart=mart,
        state=Attempt.State.UNKNOWN,
        ended_at=None,
        began_at__lt=timezone.now() - UNKNOWN,
    )
    return () if _block(place) else Waiting(rows.select_related("account"), "began_at", _attempt)


def sales(mart: Mart, place: Place) -> Rows:
    """Orders of channels that wait for a person (district only)."""
    return () if _block(place) else Waiting(sales_waiting(mart), "changed_at", _sale)


def _block(place: Place) -> bool:
    return place.kind == Place.Kind.BLOCK


def _title(account: Account) -> str:
    channel = find(account.channel)
    return f"{channel.title if channel else account.channel} ({account.name})"


def _account(row: Account, since: datetime) -> Stuck:
    return Stuck(_title(row), None, "", "", None, since, 0, (row.pk,))


def _cause(row: Cause, since: datetime) -> Stuck:
    return Stuck(_title(row.account), None, "", "", None, since, 0, (row.pk,))


def _attempt(row: Attempt, since: datetime) -> Stuck:
    return Stuck(_title(row.account), None, "", "", None, since, 0, (row.account_id,))


def _sale(row: Sale, since: datetime) -> Stuck:
    """Of one in a state that nobody knows, the channel's own word with it."""
    said = f" ({row.said or '–'})" if row.problem == Sale.Problem.STATE else ""
    return Stuck(f"{row.external_id}{said}", None, "", "", None, since, 0, (row.pk,))
