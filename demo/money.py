"""Every Friday the accountant proposes payouts, the collector releases them, and the bank answers."""

import random
from datetime import date, timedelta
from typing import Any

from demo.clock import Clock
from demo.numbers import serial
from demo.people import Team
from haat.core.dates import start_of
from haat.core.errors import HaatError
from haat.ledger import actions
from haat.ledger.actions import Told
from haat.ledger.models import Account, Payout, PayoutRun, Receivable
from haat.ledger.queries import open_sales
from haat.people.models import Role
from haat.places.models import Mart

FRIDAY = 4
# A marketplace settles so many days after the delivery; some of what it keeps is not what was reckoned.
SETTLES_AFTER = 7
CAUSES = ("Weight corrected", "Late dispatch", "Offer of the marketplace")


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
        self._settle_others(day)
        if day.weekday() == FRIDAY:
            self._pay_out(day)

    def _settle_others(self, day: date) -> None:
        """What was sold elsewhere is settled a week after its delivery, most of it as reckoned."""
        accountant = self.team.actor(Role.Kind.ACCOUNTANT)
        due = open_sales(self.mart).filter(sold_at__lt=start_of(day - timedelta(days=SETTLES_AFTER)), settled_paise=0)
        for sale in due:
            told = self._told(sale, day)
            actions.settle_sale(sale.part, told=told, key=f"demo:{sale.part_id}", by=accountant)

    def _told(self, sale: Receivable, day: date) -> Told:
        """Its fee, half a percent of tax collected and a tenth deducted; now and then something is taken off."""
        off = self._rng.choice((0, 0, 0, 0, 1_250))
        kept: dict[str, Any] = {
            "fee_paise": sale.part.fee_paise,
            "tcs_paise": sale.sold_paise // 200,
            "tds_paise": sale.sold_paise // 1000,
        }
        return Told(
            reference=f"{sale.party.channel}-{day:%Y%m%d}",
            day=day,
            came_paise=sale.sold_paise - sum(kept.values()) - off,
            adjustment_paise=-off,
            reason=self._rng.choice(CAUSES) if off else "",
            **kept,
        )

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
            utr = "SBINN5" + serial(self.mart, self._utr, digits=11)
            paid = actions.payout_paid(payout, utr=utr, by=accountant)
            self._hand_round(paid)

    def _hand_round(self, payout: Payout) -> None:
        """Most groups share the same week."""
        if self._rng.random() < 0.85:
            actions.shares_given(payout, by=self.team.actor(Role.Kind.DESK))
