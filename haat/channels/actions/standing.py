"""How an account itself stands: contact, trouble that passes, and what shuts it until a person acts."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from haat.channels.channel import Shut, Standing, Trouble
from haat.channels.handing import not_ended
from haat.channels.models import IS_DUE, Account, Attempt, Offer, Sale
from haat.channels.plain import legible, plain
from haat.core.actor import MACHINE, Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.core.rows import update
from haat.orders.models import Arrival, Part
from haat.stock import actions as stock

# While a trouble lasts it is asked again after half as long as it has lasted.
LEAST_REST, MOST_REST = timedelta(seconds=30), timedelta(minutes=15)
# A stopped account is checked so often, in case it was mended there.
CHECKED = timedelta(minutes=30)
# A closed account keeps its keys so long for an order that is not paid, or waits before the desk; and so long after one
# has left, for that to be told there.
LINGERS, TOLD_LATE = timedelta(days=30), timedelta(days=2)
TROUBLE = ("trouble", "trouble_said", "trouble_since")
LACKING = ("lacking", "lacking_since")
MOST_SAID, MOST_CODE = 300, 40


def rest_after(account: Account, trouble: Trouble, now: datetime) -> timedelta:
    """How long to wait after a trouble: as the channel asks, and ever longer."""
    lasted = (now - account.trouble_since) / 2 if account.trouble_since else LEAST_REST
    return max(timedelta(seconds=trouble.after), min(max(lasted, LEAST_REST), MOST_REST))


@transaction.atomic
def note_trouble(account: Account, trouble: Trouble) -> None:
    """Something of a turn could not be done; since when is kept from the first such turn on."""
    row = hold(account)
    row.trouble, row.trouble_said = trouble.code[:MOST_CODE], legible(trouble.said)[:MOST_SAID]
    row.trouble_since = row.trouble_since or timezone.now()
    update(row, *TROUBLE)
    _copy(row, account, *TROUBLE)


@transaction.atomic
def note_contact(account: Account, *, well: bool) -> None:
    """The channel answered; `well`: all that was asked, so that no trouble is left."""
    row = hold(account)
    row.contact_at = timezone.now()
    if well and row.state != Account.State.STOPPED:
        row.trouble, row.trouble_said, row.trouble_since = "", "", None
    update(row, "contact_at", *TROUBLE)
    _copy(row, account, "contact_at", *TROUBLE)


@transaction.atomic
def stop(account: Account, shut: Shut, *, by: Actor = MACHINE) -> None:
    """The channel lets this account in no more. A closed one stays closed."""
    row = hold(account, "place")
    now = timezone.now()
    fresh = row.state == Account.State.OPEN or row.trouble != shut.code[:MOST_CODE]
    if row.state == Account.State.OPEN:
        row.state = Account.State.STOPPED
    row.trouble, row.trouble_said = shut.code[:MOST_CODE], legible(shut.said)[:MOST_SAID]
    row.trouble_since = now if fresh else row.trouble_since
    row.rest_until = now + CHECKED
    update(row, "state", "rest_until", *TROUBLE)
    if fresh:
        record("channels.account_stopped", row, by=by, code=row.trouble, said=row.trouble_said)
    if row.state == Account.State.CLOSED and not _has_orders(row):
        stop_selling(row, by=by)  # nothing is heard of it any more
    _copy(row, account, "state", "rest_until", *TROUBLE)


@transaction.atomic
def note_lacking(account: Account, step: str, shut: Shut, *, by: Actor = MACHINE) -> None:
    """The keys do not allow this step of a turn; the others go on. Told of once, until it is allowed."""
    row = hold(account)
    if step not in row.lacking:
        now = timezone.now()
        row.lacking[step] = now.isoformat()
        row.lacking_since = row.lacking_since or now
        update(row, *LACKING)
        record("channels.right_missing", row, by=by, step=step, said=legible(shut.said)[:MOST_SAID])
    _copy(row, account, *LACKING)


@transaction.atomic
def note_allowed(account: Account, step: str, *, by: Actor = MACHINE) -> None:
    """The step was answered again."""
    row = hold(account)
    if row.lacking.pop(step, None) is not None:
        row.lacking_since = min((datetime.fromisoformat(since) for since in row.lacking.values()), default=None)
        update(row, *LACKING)
        record("channels.right_given", row, by=by, step=step)
    _copy(row, account, *LACKING)


@transaction.atomic
def works(account: Account, standing: Standing, *, by: Actor = MACHINE) -> None:
    """A check found that it is let in: it goes on where it stopped, and what its keys did not allow is tried anew."""
    row = hold(account)
    code = row.trouble
    row.facts, row.keys_end = plain(standing.facts), standing.keys_end
    row.rest_until, row.contact_at = None, timezone.now()
    row.waits = {name: until for name, until in row.waits.items() if name.removeprefix("!") not in row.lacking}
    if "orders" in row.lacking:
        row.orders_at = None
    if row.state == Account.State.STOPPED:
        row.state = Account.State.OPEN
        row.trouble, row.trouble_said, row.trouble_since = "", "", None
        record("channels.account_works_again", row, by=by, code=code)
    names = ("state", "facts", "keys_end", "rest_until", "contact_at", "waits", "orders_at", *TROUBLE)
    update(row, *names)
    _copy(row, account, *names)


def end_closed(account: Account) -> None:
    """A closed account of which nothing stands there any more, and nothing is to go or to come, needs no keys."""
    if account.state != Account.State.CLOSED or not account.keys:
        return
    there = Offer.objects.filter(Q(there=True) | Q(IS_DUE) | Q(look_at__isnull=False), account=account)
    attempts = Attempt.objects.filter(account=account, ended_at=None)
    if not (there.exists() or attempts.exists() or not_ended(account).exists() or _has_orders(account)):
        _forget_keys(account)


@transaction.atomic
def _forget_keys(account: Account) -> None:
    row = hold(account, "place")
    if row.state == Account.State.CLOSED:  # nobody has connected it again meanwhile
        row.keys = b""
        update(row, "keys")
        stop_selling(row, by=MACHINE)
        _copy(row, account, "keys")


def stop_selling(row: Account, *, by: Actor) -> None:
    """An account that is held sells no more what lies at its pick-up place."""
    if row.place is not None and row.place.away:
        stock.stop_selling_from(row.place, channel=row.channel, account=row.key, by=by)


def _has_orders(account: Account) -> bool:
    """Whether an order of it may still be cancelled there, paid there, or told there to have left."""
    now = timezone.now()
    sales = Sale.objects.filter(account=account)
    here = Q(sent_at=None, closed_at=None) | Q(sent_at__gt=now - TOLD_LATE)
    unpaid = Q(arrival=None, facts__isnull=True, cancelled={}, forgotten_at=None)
    waits = Q(arrival__state=Arrival.State.OPEN)
    parts = Part.objects.filter(here, order__arrival__in=sales.filter(arrival__isnull=False).values("arrival"))
    return parts.exists() or sales.filter(unpaid | waits, changed_at__gt=now - LINGERS).exists()


def _copy(row: Account, into: Account, *names: str) -> None:
    for name in names:
        setattr(into, name, getattr(row, name))
