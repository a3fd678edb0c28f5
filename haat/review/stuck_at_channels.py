"""What is stuck at marketplaces: accounts that are let in no more, keys that end, causes for the desk, lost calls,
and parcels that are to be handed over."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from haat.catalogue.models import Good
from haat.catalogue.queries import name
from haat.channels.channel import find
from haat.channels.handing import shipments_waiting
from haat.channels.models import Account, Attempt, Cause, MakerTask, Refusal, Sale, Shipment
from haat.channels.queries import KEYS_END_DAYS, sales_waiting
from haat.core.dates import today
from haat.places.models import Mart, Place
from haat.review.waiting import Rows, Stuck, Waiting

# A sending that nobody answered settles itself by being read back; after so long a person should look.
UNKNOWN = timedelta(hours=1)


def stopped(mart: Mart, place: Place) -> Rows:
    """Accounts whose channel lets us in no more (district only)."""
    rows = Account.objects.filter(mart=mart, state=Account.State.STOPPED, trouble_since__isnull=False)
    return () if _block(place) else Waiting(rows, "trouble_since", _account)


def lacking(mart: Mart, place: Place) -> Rows:
    """Accounts whose keys do not allow all that is needed (district only)."""
    rows = Account.objects.filter(mart=mart, state=Account.State.OPEN, lacking_since__isnull=False)
    return () if _block(place) else Waiting(rows, "lacking_since", _account)


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


def shipments(mart: Mart, place: Place) -> Rows:
    """Parcels of channels that nobody has booked a time for, or told of as sent (district only)."""
    return () if _block(place) else Waiting(shipments_waiting(mart), "made_at", _shipment)


def handed_on(mart: Mart, place: Place) -> Rows:
    """What makers at or below `place` were asked about their goods, could not say, and is still asked."""
    stands = Refusal.objects.filter(offer__variant__good=OuterRef("good"), offer__open=True, ended_at=None)
    same = stands.filter(Q(cause__about=OuterRef("about")) | Q(cause__slug=OuterRef("about")))
    answer = Q(kind=MakerTask.Kind.ANSWER)
    later = Q(answered_at=None) | Q(answered_at__lt=F("handed_at"))
    rows = MakerTask.objects.filter(place.reach(mart, "good__maker__block"), later, mart=mart, handed_at__isnull=False)
    rows = rows.filter((answer & Exists(same)) | (~answer & Exists(stands)), good__state=Good.State.LIVE)
    rows = rows.select_related("good__maker__block")
    return Waiting(rows.prefetch_related("good__texts"), "handed_at", _task)


def _task(row: MakerTask, since: datetime) -> Stuck:
    maker = row.good.maker
    return Stuck(name(row.good).text, maker, "", maker.phone, maker.block, since, 0, (row.good_id,))


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


def _shipment(row: Shipment, since: datetime) -> Stuck:
    return Stuck(row.sale.external_id, None, "", "", None, since, 0, (row.sale_id,))
