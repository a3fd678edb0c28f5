"""Every Friday the accountant proposes payouts, the collector releases them, and the bank answers."""

import random
from datetime import date

from demo.clock import Clock
from demo.people import Team
from haat.core.errors import HaatError
from haat.ledger import actions
from haat.ledger.models import Account, Payout, PayoutRun
from haat.people.models import Role
from haat.places.models import Mart

FRIDAY = 4


class Counting:
    """One mart's cash desk and payouts."""

    def __init__(self, mart: Mart, team: Team, clock: Clock, rng: random.Random) -> None:
        self.mart, self.team, self._clock, self._rng = mart, team, clock, rng
        self._utr = 0

    def day(self, day: date) -> None:
        """Bank the counted cash daily; pay out on Fridays; hear of the week's payments."""
        self._clock.at(day, 20)
        accountant = self.team.actor(Role.Kind.ACCOUNTANT)
        cash = Account.objects.filter(mart=self.mart, kind=Account.Kind.CASH_DESK).first()
        if cash is not None and cash.balance_paise and day != self._clock.last_day:
            actions.bank_cash(self.mart, amount_paise=cash.balance_paise, cause=f"demo:{day}", by=accountant)
        if day.weekday() == FRIDAY:
            self._pay_out(day)

    def _pay_out(self, day: date) -> None:
        try:
            run = actions.propose_payouts(self.mart, by=self.team.actor(Role.Kind.ACCOUNTANT))
        except HaatError:
            return  # nothing is due yet
        if (self._clock.last_day - day).days < FRIDAY:
            return  # the last proposal still waits for the collector
        run = actions.release_payouts(run, by=self.team.actor(Role.Kind.COLLECTOR))
        self._clock.at(day, 21)
        self._settle(run)

    def _settle(self, run: PayoutRun) -> None:
        accountant = self.team.actor(Role.Kind.ACCOUNTANT)
        for payout in run.payouts.select_related("maker", "mart").order_by("pk"):
            if self._rng.random() < 0.006:
                actions.payout_failed(payout, reason="Account closed (R03)", by=accountant)
                continue
            self._utr += 1
            paid = actions.payout_paid(payout, utr=f"SBINN5{self.mart.pk:02d}{self._utr:09d}", by=accountant)
            self._hand_round(paid)

    def _hand_round(self, payout: Payout) -> None:
        """Most groups share the same week."""
        if self._rng.random() < 0.85:
            actions.shares_given(payout, by=self.team.actor(Role.Kind.DESK))
