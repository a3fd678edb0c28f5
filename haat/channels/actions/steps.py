"""The steps of a turn: orders in, what differs out, reports and listings read back.

Orders come first: what was sold there lowers what is offered everywhere. Then what is sold out, then stock and price,
and last what is new. What follows a sale, its parcel and its money (`following`), keeps none of that waiting.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from haat.channels.actions import finding, following, importing, reading, sending, standing, wanting
from haat.channels.actions.turning import Run, Step, Turn, run_turn
from haat.channels.channel import Lost, Report, Shut, Throttled, Trouble
from haat.channels.line import NoToken
from haat.channels.models import Attempt, Offer
from haat.core.rows import update

# Orders come in pages: so many of them in one turn, lest a flood of them keeps everything else waiting.
MOST_PAGES = 50
READ_AT_ONCE = 200
# After so many calls that nobody answered the channel is left in peace for a while.
MOST_LOST = 3


def turn(account_id: int, *, whole: bool = False, seconds: float | None = None) -> Turn | None:
    """One turn of an account; None while another process is at it.

    `whole`: everything that waits is asked for and read back, also what is not due yet. `seconds`: after so many it
    ends, and says that there is more to do.
    """
    return run_turn(account_id, STEPS, whole=whole, seconds=seconds)


def orders(run: Run) -> None:
    """Orders that are new or changed. The cursor moves when they are kept: what breaks off is told again."""
    account, channel, now = run.account, run.channel, timezone.now()
    for sale in importing.unsettled(account):
        importing.act_alone(sale, channel)
    if not run.whole and account.orders_at is not None and account.orders_at > now:
        return
    try:
        _pages(run)
        account.orders_at = now + channel.orders_every
    except Trouble as trouble:
        waits = isinstance(trouble, Throttled)
        rest = timedelta(seconds=trouble.after) if waits else standing.rest_after(account, trouble, now)
        account.orders_at = now + rest
        raise
    finally:
        update(account, "orders_at")


def _pages(run: Run) -> None:
    account, channel, seat = run.account, run.channel, run.seat
    for _page in range(MOST_PAGES):
        page = channel.orders(account.cursor, seat.keys, seat.line)
        kept = [importing.keep(account, channel, told) for told in page.orders]
        run.found.orders += len(kept)
        wanting.touch(importing.goods_of(kept))  # what was sold there is offered no more, in this very turn
        account.cursor = dict(page.cursor)
        update(account, "cursor")
        run.found.read += 1
        run.renew()
        if not page.more:
            return
    run.found.soon(0)


def found(run: Run) -> None:
    """All that the account sold before us, once."""
    if run.account.listed_at is None:
        finding.read_all(run.account, run.channel, run.seat.keys, run.seat.line, goes_on=run.renew)
        run.found.read += 1


def wanted(run: Run) -> None:
    """What should stand there, for what changed; what could not be shaped now stays marked, and the rest goes on."""
    last, trouble = 0, None
    while not run.out_of_time() and (offers := wanting.next_touched(run.account, after=last)):
        last = offers[-1].pk
        try:
            wanting.want(run.seat, offers)
        except Trouble as met:
            trouble = met
            if isinstance(met, Throttled):
                break
        run.renew()
    if trouble is not None:
        raise trouble


def sent(run: Run) -> None:
    """What differs, the largest batch at a time, within the quotas: sold out first."""
    if run.account.listed_at is None:
        return
    for due in Offer.Due:
        paused = run.account.paused_at is not None and due in sending.HELD_BACK
        if not paused and not run.waits_for(due):
            _send_all(run, due)


def _send_all(run: Run, due: str) -> None:
    """All offers of which this is due. Without a token the next operation has its turn: it has a quota of its own."""
    most = sending.most_of(due, run.channel)
    while not run.out_of_time():
        begun = sending.begin(run.account, due, most=most)
        if begun is None or not _send(run, due, *begun):
            return


def _send(run: Run, due: str, attempt: Attempt, keys: Sequence[int]) -> bool:
    """One call, or a feed; whether another may follow it. Raises Trouble and Shut when its attempt was ended."""
    run.renew()
    try:
        batch = sending.Batch(attempt, keys, run.channel)
        receipt = run.channel.send(attempt.operation, batch, run.seat.keys, run.seat.line)
    except NoToken as waits:
        sending.withdraw(attempt)
        run.wait(due, timedelta(seconds=waits.after))
        return False
    except (Trouble, Shut) as trouble:
        sending.fail(attempt, f"{trouble.code} {trouble.said}".strip())
        if not isinstance(trouble, Throttled):
            raise
        run.refused(trouble)
        run.wait(due, timedelta(seconds=max(trouble.after, 1.0)))
        return False
    except Lost as lost:
        _lost(run, attempt, lost)
        return True
    except Exception as fault:
        sending.lose(attempt, type(fault).__name__)
        raise
    run.found.sent += len(keys)
    whole = sending.take(attempt, receipt, run.channel)
    if not whole:
        run.wait(due, timedelta(seconds=1))
    return whole


def _lost(run: Run, attempt: Attempt, lost: Lost) -> None:
    """It is read back; a channel that answers nothing any more is left in peace for a while."""
    sending.lose(attempt, str(lost))
    run.lost += 1
    if run.lost >= MOST_LOST:
        raise Trouble("silent", str(lost)) from lost


def reports(run: Run) -> None:
    """What the channel reports of sendings."""
    refused: Trouble | None = None
    for attempt in sending.reports_of(run.account, now=None if run.whole else timezone.now()):
        told = run.channel.look(attempt.ref, run.seat.keys, run.seat.line)
        assert isinstance(told, Report)
        reading.report(attempt, told, run.channel)
        if told.whole:
            refused = Trouble("refused_whole", "; ".join(f"{issue.code} {issue.said}" for issue in told.whole))
        run.found.read += 1
        run.renew()
    if refused is not None:
        raise refused


def looks(run: Run) -> None:
    """How offers stand there, of those that wait to be read back."""
    now = None if run.whole else timezone.now()
    last = 0
    while not run.out_of_time() and (offers := reading.due_looks(run.account, now=now, most=READ_AT_ONCE, after=last)):
        last = offers[-1].pk
        skus = [offer.sku for offer in offers]
        seen = run.channel.look(skus, run.seat.keys, run.seat.line)
        assert not isinstance(seen, Report)
        reading.see(run.account, run.channel, skus, list(seen))
        run.found.read += len(skus)
        run.renew()


STEPS: dict[str, Step] = {
    "orders": orders,
    "found": found,
    "wanted": wanted,
    "sent": sent,
    "reports": reports,
    "looks": looks,
    "parcels": following.parcels,
    "settlements": following.settlements,
}
