"""Work of the channels that runs on a clock or in the queue."""

from datetime import datetime, timedelta

import structlog
from django.db.models import Q
from django.utils import timezone

from haat.channels import actions
from haat.channels.feeds.finding import to_make
from haat.channels.models import Account, Feed, Offer
from haat.core.dates import start_of, today
from haat.core.jobs import HANDLERS, enqueue, enqueue_many, job
from haat.core.models import Job

# A turn leaves others their time; what is left is done in the next one.
TURN_SECONDS = 45.0
MINUTE = timedelta(minutes=1)
# What is due sooner than that asks for a turn of its own; for the rest the clock asks.
SOON = 30.0
SWEEPS_A_DAY = 24
# Accounts that have something to do: a closed one, until nothing stands there any more and its keys are gone.
AT_WORK = ~Q(state=Account.State.CLOSED) | ~Q(keys=b"")
OURS = "channels."
log = structlog.get_logger("haat.channels")


def ask_for_turn(account: Account, *, at: datetime | None = None) -> None:
    """Let the account have a turn, now or later; asked for often before one begins, it is one.

    Nothing is lost when a turn is under way: where that ends it looks for what was left.
    """
    key = f"channels.turn:{account.pk}:{account.turn}{'' if at is None else ':later'}"
    enqueue("channels.turn", key=key, run_at=at, account_id=account.pk)


def hear() -> int:
    """Mark the offers of what happened and no worker has passed on yet: a paper, a price, an answer. How many tellings.

    They stay queued, and a worker passes them on once more: marking twice changes nothing.
    """
    names = {name for some in HANDLERS.subscriptions.values() for name in some if name.startswith(OURS)}
    waiting = list(Job.objects.filter(state=Job.State.WAITING, name__in=names).order_by("run_at", "pk"))
    for each in waiting:
        try:
            HANDLERS.function(each.name)(**each.args)
        except Exception:  # whatever is wrong with one, the worker meets it too, and the others are heard
            log.warning("not passed on", job=each.name, id=each.pk, exc_info=True)
    return len(waiting)


@job("channels.turns", every=MINUTE)
def turns() -> None:
    """Every minute each account has its turn: what is due by the clock, and what broke off."""
    minute = int(timezone.now().timestamp()) // 60
    accounts = Account.objects.filter(AT_WORK).order_by("pk").values_list("pk", flat=True)
    rows = [("channels.turn", {"account_id": pk}, f"channels.turn:{pk}:clock:{minute}") for pk in accounts]
    enqueue_many([(name, dict(args), key) for name, args, key in rows])


@job("channels.turn")
def turn(account_id: int) -> None:
    """One turn of an account, and the next one when there is more to do soon."""
    if not Account.objects.filter(AT_WORK, pk=account_id).exists():
        return
    came = actions.turn(account_id, seconds=TURN_SECONDS)
    if came is not None and came.again is not None and came.again < SOON:
        at = timezone.now() + timedelta(seconds=came.again) if came.again else None
        ask_for_turn(Account.objects.get(pk=account_id), at=at)


@job("channels.sweep", every=timedelta(hours=1))
def sweep() -> None:
    """Every hour: is what is wanted what the catalogue says? And a part of all that stands there is read back."""
    for account in Account.objects.filter(AT_WORK).order_by("pk"):
        there = Offer.objects.filter(account=account, there=True).count()
        if actions.verify(account, reads=there // SWEEPS_A_DAY + 1):
            ask_for_turn(account)


@job("channels.renew", every=timedelta(hours=1))
def renew() -> None:
    """In the first hours of every day everything is looked at: papers end, weeks open, fees and rules begin with it."""
    begun = start_of(today())
    for account in Account.objects.filter(AT_WORK).order_by("pk"):
        if actions.touch_all(account, before=begun):
            ask_for_turn(account)


@job("channels.look_anew")
def look_anew(account_id: int) -> None:
    """A while after an account was connected: what changed in the moment in which nobody was told of it yet."""
    for account in Account.objects.filter(AT_WORK, pk=account_id):
        if actions.touch_all(account):
            ask_for_turn(account)


@job("channels.forget_buyers", every=timedelta(hours=6))
def forget_buyers() -> None:
    """What is a buyer's own leaves when her channel allows keeping it no longer."""
    actions.forget_buyers()


@job("channels.forget_attempts", every=timedelta(days=1))
def forget_attempts() -> None:
    """What was sent long ago."""
    actions.forget_attempts()


@job("channels.look_after_feeds", every=timedelta(minutes=10))
def look_after_feeds() -> None:
    """Have the feeds made anew whose goods may have changed."""
    now = timezone.now()
    for feed in to_make(now):
        enqueue("channels.make_feed", key=f"feed:{feed.pk}:{int(now.timestamp())}", feed_id=feed.pk)


@job("channels.make_feed")
def make_feed(feed_id: int) -> None:
    """Make one feed; of one that was closed meanwhile nothing is made."""
    feed = Feed.objects.select_related("mart").filter(pk=feed_id).first()
    if feed is not None:
        actions.make_feed(feed)


@job("channels.tell_makers", every=timedelta(minutes=30))
def tell_makers() -> None:
    """Leaders hear by day of what is newly asked of their goods."""
    actions.tell_makers()
