"""The steps of a turn: orders in, what differs out, reports and listings read back.

Orders come first: what was sold there lowers what is offered everywhere. Then what is sold out, then stock and price,
and last what is new. What sells out while something long is under way goes in between. What follows a sale, its parcel
and its money (`following`), keeps none of that waiting.
"""

import sys
from collections.abc import Sequence
from datetime import timedelta

import structlog
from django.utils import timezone

from haat.channels.actions import finding, following, importing, reading, sending, standing, wanting
from haat.channels.actions.leasing import TurnLost
from haat.channels.actions.turning import Run, Step, Turn, run_turn
from haat.channels.channel import Lost, Report, Shut, Throttled, Trouble
from haat.channels.line import NoToken
from haat.channels.models import Attempt, Offer
from haat.channels.plain import plain
from haat.core.rows import update

# Orders come in pages: so many of them in one turn, lest a flood of them keeps everything else waiting.
MOST_PAGES = 50
READ_AT_ONCE = 200
# After so many calls that nobody answered the channel is left in peace for a while.
MOST_LOST = 3
# After so many listings of which nobody can read what is answered the rest waits for another turn.
MOST_ODD = 10
UNREADABLE = "unreadable"
log = structlog.get_logger("haat.channels")


def turn(account_id: int, *, whole: bool = False, seconds: float | None = None) -> Turn | None:
    """One turn of an account; None while another process is at it.

    `whole`: everything that waits is asked for and read back, also what is not due yet. `seconds`: after so many it
    ends, and says that there is more to do.
    """
    return run_turn(account_id, STEPS, whole=whole, seconds=seconds)


def orders(run: Run) -> None:
    """Orders that are new or changed. The cursor moves when they are kept: what breaks off is told again."""
    account, channel, now = run.account, run.channel, timezone.now()
    for sale in importing.unsettled(account, now=now):
        importing.settle(sale, channel)
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
    except Shut:
        account.orders_at = now + standing.CHECKED
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
        reading.look_soon(account, importing.cancelled_goods(zip(page.orders, kept, strict=True)))
        account.cursor = plain(page.cursor)
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


def sold_out(run: Run) -> None:
    """What stands there, and of which nothing is left: looked at and sent before everything, however much waits."""
    offers = wanting.next_sold_out(run.account)
    if not offers:
        return
    wanting.want(run.seat, offers)
    if run.account.listed_at is not None and not run.waits_for(Offer.Due.EMPTY):
        _send_all(run, Offer.Due.EMPTY)


def _hurry(run: Run) -> None:
    """The same in the midst of a step that has more to do than goes at once, every few seconds."""
    if run.may_hurry():
        run.step("sold_out", sold_out)


def wanted(run: Run) -> None:
    """What should stand there, for what changed; what could not be shaped now stays marked, and the rest goes on."""
    last, trouble = 0, None
    while not run.out_of_time() and (offers := wanting.next_touched(run.account, after=last)):
        if len(offers) == wanting.AT_ONCE:
            _hurry(run)
        last = offers[-1].pk
        try:
            wanting.want(run.seat, offers)
        except Trouble as met:
            trouble = met
            if isinstance(met, Throttled):
                break
        except (Shut, TurnLost):
            raise
        except Exception:  # whatever is wrong with some goods, the others are looked at
            trouble = _unreadable(run, "wanted")
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
        if due != Offer.Due.EMPTY and len(begun[1]) == most:
            _hurry(run)


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
    """What the channel reports of sendings. One that nobody can read keeps no other from being read."""
    met: Trouble | None = None
    for attempt in sending.reports_of(run.account, now=None if run.whole else timezone.now()):
        met = _report(run, attempt) or met
        run.found.read += 1
        run.renew()
    if met is not None:
        raise met


def _report(run: Run, attempt: Attempt) -> Trouble | None:
    """Read one; what is the matter with it. Raises Trouble where nobody answers, and Shut."""
    try:
        told = run.channel.look(attempt.ref, run.seat.keys, run.seat.line)
        assert isinstance(told, Report)
        reading.report(attempt, told, run.channel)
    except (Shut, TurnLost):
        raise
    except Exception as fault:
        met = _odd(run, "reports", fault)
        reading.not_readable(attempt, run.channel)
        return met
    if told.whole:
        return Trouble("refused_whole", "; ".join(f"{issue.code} {issue.said}" for issue in told.whole))
    return None


def looks(run: Run) -> None:
    """How offers stand there, of those that wait to be read back."""
    now = None if run.whole else timezone.now()
    last, met = 0, None
    while not run.out_of_time() and (offers := reading.due_looks(run.account, now=now, most=READ_AT_ONCE, after=last)):
        last = offers[-1].pk
        met = _look(run, offers) or met
        if len(offers) == READ_AT_ONCE:
            _hurry(run)
            if sending.reports_of(run.account, now=timezone.now()) and not run.waits_for("reports"):
                run.found.soon(0)  # a report tells of thousands
                break
    if met is not None:
        raise met


def _look(run: Run, offers: Sequence[Offer]) -> Trouble | None:
    """Read some; of an answer that cannot be read the halves are asked for, until the one is found that is odd.

    What is the matter with it. Raises Trouble where nobody answers, or where too much is odd, and Shut.
    """
    skus = [offer.sku for offer in offers]
    try:
        seen = run.channel.look(skus, run.seat.keys, run.seat.line)
        assert not isinstance(seen, Report)
        reading.see(run.account, run.channel, skus, list(seen))
    except (Shut, TurnLost):
        raise
    except Exception as fault:
        met = _odd(run, "looks", fault)
        run.renew()
        half = len(offers) // 2
        if half:
            first = _look(run, offers[:half])
            return _look(run, offers[half:]) or first or met
        reading.postpone(offers[0].pk)
        run.odd += 1
        if run.odd >= MOST_ODD:
            raise met from fault
        return met
    run.found.read += len(skus)
    run.renew()
    return None


def _odd(run: Run, step: str, fault: Exception) -> Trouble:
    """An answer that nobody can read, as the trouble it is. Raises the trouble of a channel that does not answer."""
    if isinstance(fault, Trouble):
        if fault.code != UNREADABLE:
            raise fault
        return fault
    return _unreadable(run, step)


def _unreadable(run: Run, step: str) -> Trouble:
    """What went wrong just now, as a trouble; the log has all of it."""
    log.warning("not readable", account=run.account.pk, step=step, exc_info=True)
    return Trouble(UNREADABLE, type(sys.exception()).__name__)


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
