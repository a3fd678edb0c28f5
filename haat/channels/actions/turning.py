"""One whole turn of an account: what it may do, step by step, and when it has to do something again.

Each step has troubles of its own: what one cannot do keeps no other from its work. The steps are in `steps`.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from haat.channels.actions import leasing, quotas, sending, standing
from haat.channels.channel import Channel, Shut, Throttled, Trouble, find
from haat.channels.goods import Seat
from haat.channels.keys import keys_of
from haat.channels.line import PATIENCE, AccountLine, NoToken
from haat.channels.models import IS_DUE, Account, Attempt, Offer
from haat.channels.troubles import ONE_RIGHT
from haat.core.garbage import seldom_collected
from haat.core.rows import update

log = structlog.get_logger("haat.channels")
Step = Callable[["Run"], None]
# So often in a turn that takes long it is asked what has sold out meanwhile.
HURRY_SECONDS = 2.0


@dataclass
class Turn:
    """What came of a turn. `again`: seconds after which there is more to do, as far as it is known; None: nothing."""

    account_id: int
    orders: int = 0
    sent: int = 0
    read: int = 0
    troubles: list[str] = field(default_factory=list)
    stopped: str = ""
    again: float | None = None

    def soon(self, seconds: float) -> None:
        """There is more to do so soon."""
        self.again = seconds if self.again is None else min(self.again, seconds)


@dataclass
class Run:
    """A turn while it runs. `whole`: what waits is done now; `until` (of the monotonic clock): others have theirs."""

    seat: Seat
    number: int
    whole: bool
    until: float | None
    found: Turn
    lost: int = 0  # calls that nobody answered
    odd: int = 0  # listings of which nobody could read the answer
    let_in: bool = False  # whether that was asked in this turn, because a step was refused
    hurried: float | None = None  # when it was last asked what has sold out meanwhile

    @property
    def account(self) -> Account:
        return self.seat.account

    @property
    def channel(self) -> Channel:
        return self.seat.channel

    def out_of_time(self) -> bool:
        """Whether others have waited long enough; what is left is for the next turn."""
        over = self.until is not None and time.monotonic() > self.until
        if over:
            self.found.soon(0)
        return over

    def renew(self) -> None:
        """It goes on. Raises TurnLost."""
        leasing.renew_turn(self.account.pk, self.number)

    def may_hurry(self) -> bool:
        """Whether it is some seconds ago that what sold out was looked for; from now on it is not."""
        now = time.monotonic()
        if self.hurried is not None and now - self.hurried < HURRY_SECONDS:
            return False
        self.hurried = now
        return True

    def waits_for(self, name: str) -> bool:
        """Whether what is called so has to wait: for a token always, after a trouble unless all is done now."""
        now, waits = timezone.now(), self.account.waits
        keys = (name,) if self.whole else (name, f"!{name}")
        return any((moment := parse_datetime(waits.get(key, ""))) is not None and moment > now for key in keys)

    def wait(self, name: str, rest: timedelta, *, trouble: bool = False) -> None:
        """What is called so is not tried again before."""
        self.account.waits[f"!{name}" if trouble else name] = (timezone.now() + rest).isoformat()
        self.found.soon(rest.total_seconds())

    def step(self, name: str, do: Step) -> None:
        """Do one step, unless it has to wait."""
        if self.waits_for(name):
            return
        self.renew()
        calls = self.calls
        try:
            do(self)
        except NoToken as waits:
            self.wait(name, timedelta(seconds=waits.after))
        except Throttled as refused:
            self.refused(refused)
            self.wait(name, timedelta(seconds=max(refused.after, 1.0)))
        except Trouble as trouble:
            self._trouble(name, trouble)
        except Shut as shut:
            self._shut(name, shut)
        except leasing.TurnLost:
            raise
        except Exception as fault:
            log.warning("step failed", account=self.account.pk, step=name, exc_info=True)
            self._trouble(name, Trouble("unreadable", type(fault).__name__))
        else:
            self.account.waits.pop(f"!{name}", None)
            if name in self.account.lacking and self.calls > calls:
                standing.note_allowed(self.account, name)

    def refused(self, error: Throttled) -> None:
        """The channel refused a call for which we had a token."""
        line = self.seat.line
        if isinstance(line, AccountLine):
            line.refused(error)

    def _shut(self, name: str, shut: Shut) -> None:
        """The keys do not allow this step: the others go on, if the account is let in at all. Else raises Shut."""
        if shut.code != ONE_RIGHT:
            raise shut
        try:
            if not self.let_in:
                self.channel.check(self.seat.keys)
                self.let_in = True
        except Trouble as trouble:
            self._trouble(name, trouble)
            return
        self.found.troubles.append(shut.code)
        standing.note_lacking(self.account, name, shut)
        self.wait(name, standing.CHECKED, trouble=True)

    def _trouble(self, name: str, trouble: Trouble) -> None:
        self.found.troubles.append(trouble.code)
        standing.note_trouble(self.account, trouble)
        self.wait(name, standing.rest_after(self.account, trouble, timezone.now()), trouble=True)

    @property
    def well(self) -> bool:
        """Whether no step is in trouble, also none that waits for its end; what the keys do not allow is told apart."""
        waits = {key[1:] for key in self.account.waits if key.startswith("!")}
        return not waits - self.account.lacking.keys() and set(self.found.troubles) <= {ONE_RIGHT}

    @property
    def calls(self) -> int:
        """How many calls were made in this turn."""
        return self.seat.line.calls if isinstance(self.seat.line, AccountLine) else 0


def run_turn(
    account_id: int, steps: dict[str, Step], *, whole: bool, seconds: float | None, patience: float = PATIENCE
) -> Turn | None:
    """Let an account have its turn with these steps; None while another process is at it."""
    number = leasing.take_turn(account_id)
    if number is None:
        return None
    until = None if seconds is None else time.monotonic() + seconds
    found = Turn(account_id)
    try:
        account = Account.objects.select_related("seller", "mart").get(pk=account_id)
        with seldom_collected():
            _open(account, steps, number, whole, until, patience, found)
    except leasing.TurnLost:
        return found
    except Exception:
        leasing.end_turn(account_id, number)
        raise
    leasing.end_turn(account_id, number)
    return found


def _open(
    account: Account,
    steps: dict[str, Step],
    number: int,
    whole: bool,
    until: float | None,
    patience: float,
    found: Turn,
) -> None:
    """Let it in, if it may be, and go through the steps."""
    sending.recover(account)
    channel = find(account.channel)
    try:
        if channel is None:
            raise Shut("no_folder")
        if _is_over(account):
            return
        keys = keys_of(account)
        seat = Seat(account, channel, keys, AccountLine(account, channel, patience=patience))
        run = Run(seat, number, whole, until, found)
        if _is_let_in(run):
            _all(run, steps)
    except Shut as shut:
        standing.stop(account, shut)
        found.stopped, found.again = shut.code, None
    except Trouble as trouble:
        standing.note_trouble(account, trouble)
        found.troubles.append(trouble.code)


def _is_let_in(run: Run) -> bool:
    """Whether the account is open, or closed and let in; a stopped one is checked now and then, for it may have been
    mended there. One that was refused rests first."""
    account = run.account
    if account.state == Account.State.OPEN:
        return True
    if not run.whole and account.rest_until is not None and account.rest_until > timezone.now():
        run.found.stopped = account.trouble
        return False
    if account.state == Account.State.STOPPED:
        standing.works(account, run.channel.check(run.seat.keys))
    return True


def _all(run: Run, steps: dict[str, Step]) -> None:
    quotas.mend(run.account.pk, run.channel.rates)
    try:
        for name, step in steps.items():
            run.step(name, step)
    finally:
        update(run.account, "waits")
    if run.found.sent or run.found.read:
        standing.note_contact(run.account, well=run.well)
    _when_next(run)
    standing.end_closed(run.account)


def _is_over(account: Account) -> bool:
    """A closed account of which nothing stands there any more has no keys."""
    return account.state == Account.State.CLOSED and not account.keys


def _when_next(run: Run) -> None:
    """When there is something to do again, as far as the rows tell."""
    account, now = run.account, timezone.now()
    offers = Offer.objects.filter(account=account)
    attempts = Attempt.objects.filter(account=account, ended_at=None)
    times: list[datetime | None] = [
        None if run.waits_for("orders") else account.orders_at,
        None if run.waits_for("looks") else offers.filter(look_at__isnull=False).aggregate(at=Min("look_at"))["at"],
        offers.filter(IS_DUE, send_at__gt=now).aggregate(at=Min("send_at"))["at"],
        None if run.waits_for("reports") else attempts.aggregate(at=Min("look_at"))["at"],
    ]
    for moment in times:
        if moment is not None:
            run.found.soon(max(0.0, (moment - now).total_seconds()))
    if _has_more(run, offers):
        run.found.soon(0)


def _has_more(run: Run, offers: "QuerySet[Offer]") -> bool:
    """Whether something changed, or was decided, while the turn was under way."""
    if not run.waits_for("wanted") and offers.filter(touched__gt=F("made")).exists():
        return True
    account = run.account
    if account.listed_at is None or run.waits_for("sent"):
        return False
    now = [due for due in Offer.Due if not run.waits_for(due) and not (account.paused_at and due in sending.HELD_BACK)]
    ready = Q(paused=False) | ~Q(due__in=sending.HELD_BACK)
    return offers.filter(IS_DUE, ready, Q(send_at=None) | Q(send_at__lte=timezone.now()), due__in=now).exists()
