"""Many payouts at once: what the bank's sheet says of a run, line by line, tried first or written down."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from haat.core.actor import Actor
from haat.core.errors import HaatError
from haat.ledger.actions.payouts import payout_paid
from haat.ledger.bank_sheet import Said
from haat.ledger.models import Payout, PayoutRun


@dataclass(frozen=True)
class Outcome:
    """What became of a line: its payout when it was found, and why it was not taken (empty when it was).

    `known`: it was written down before, under the same UTR.
    """

    said: Said
    payout: Payout | None = None
    reason: str = ""
    known: bool = False

    @property
    def taken(self) -> bool:
        return not self.reason and not self.known


class _OnlyTried(Exception):
    """Takes back what a dry run wrote."""


def bank_said(run: PayoutRun, lines: Sequence[Said], *, dry: bool, by: Actor) -> list[Outcome]:
    """Write down the UTR of every line, each by itself: a refused one leaves nothing and the others stand.

    A line is its payout's when it names it, or else by account and amount where only one fits, in no other run either;
    one that names another run is not of this one. Told twice, it counts once. `dry`: all is tried and nothing kept.
    """
    payouts = {payout.pk: payout for payout in run.payouts.select_related("maker", "mart").order_by("pk")}
    found = [_found(said, run, payouts) for said in lines]
    doubted = _doubted(lines, found)
    seen: set[tuple[str, int]] = set()
    answers = []
    for said, (payout, reason) in zip(lines, found, strict=True):
        if not reason and payout is not None:
            named = (_utr(said), payout.pk)
            reason = doubted.get(said.row, "") or (_("This line stands twice in the sheet.") if named in seen else "")
            seen.add(named)
        if reason or payout is None:
            answers.append(Outcome(said, payout, reason))
        else:
            answers.append(_written(said, payout, _utr(said), dry=dry, by=by))
    return answers


def _utr(said: Said) -> str:
    return "".join(said.utr.split()).upper()


def _doubted(lines: Sequence[Said], found: Sequence[tuple[Payout | None, str]]) -> dict[int, str]:
    """Rows that speak against one another, and why: which of them is right only the bank knows."""
    of_utr: dict[str, set[int]] = {}
    of_payout: dict[int, set[str]] = {}
    told = [(said, payout) for said, (payout, reason) in zip(lines, found, strict=True) if payout and not reason]
    for said, payout in told:
        of_utr.setdefault(_utr(said), set()).add(payout.pk)
        of_payout.setdefault(payout.pk, set()).add(_utr(said))
    doubted = {}
    for said, payout in told:
        if len(of_utr[_utr(said)]) > 1:
            doubted[said.row] = _("This UTR stands at two payouts in the sheet. Ask the bank which is right.")
        elif len(of_payout[payout.pk]) > 1:
            doubted[said.row] = _("This payout has two UTRs in the sheet. Ask the bank which is right.")
    return doubted


def _written(said: Said, payout: Payout, utr: str, *, dry: bool, by: Actor) -> Outcome:
    try:
        with transaction.atomic():
            payout_paid(payout, utr=utr, by=by)
            if dry:
                raise _OnlyTried
    except _OnlyTried:
        return Outcome(said, payout)
    except HaatError as refusal:
        now = Payout.objects.get(pk=payout.pk)
        if now.state == Payout.State.PAID and now.utr == utr:
            return Outcome(said, payout, known=True)
        return Outcome(said, payout, refusal.message)
    return Outcome(said, payout)


def _found(said: Said, run: PayoutRun, payouts: dict[int, Payout]) -> tuple[Payout | None, str]:
    """The line's payout, or why there is none."""
    if reason := _unsound(said, run):
        return None, reason
    try:
        paise = said.paise
    except HaatError as refusal:
        return None, refusal.message
    if not said.payout and paise is None:  # the end of an account alone may be that of anybody
        return None, _("The line names neither its payout nor an amount. Write it down by hand.")
    fitting = _fitting(said, payouts, paise)
    if len(fitting) != 1:
        none, several = _("No payout of this run fits this line."), _("Several payouts of this run fit this line.")
        return None, several if fitting else none
    payout = fitting[0]
    if not said.run and _fits_elsewhere(payout):
        return payout, _("A payout of another run fits this line too. Write it down by hand.")
    if paise is not None and paise != payout.amount_paise:
        return payout, _("The amount is not that of the payout.")
    if said.account and not _same_account(said.account, payout.account_number):
        return payout, _("The account is not that of the payout.")
    return payout, ""


def _unsound(said: Said, run: PayoutRun) -> str:
    """Why the line is not looked at further: it is cut, of another run, or does not say that the bank has paid."""
    reason = ""
    if said.lost:
        lost = {"utr": _("UTR"), "account": _("Account number"), "payout": _("Payout")}[said.lost]
        told = _("%(column)s: the number has lost its last digits. Format the column as text.")
        reason = told % {"column": lost}
    elif said.run not in ("", run.number):
        reason = _("This line is of another run: %(run)s. Send it there.") % {"run": said.run}
    elif said.sent_back:
        reason = _("The bank did not pay it: %(said)s. Write that down by hand.") % {"said": said.status}
    elif said.unsaid:
        reason = _("The sheet does not say what became of this line. Ask the bank, and write it down by hand.")
    elif said.not_paid:
        told = _("The bank says: %(said)s. That is not paid, as far as is known here. Write it down by hand.")
        reason = told % {"said": said.status}
    elif not said.utr:
        reason = _("No UTR stands in this line.")
    return reason


def _fitting(said: Said, payouts: dict[int, Payout], paise: int | None) -> list[Payout]:
    if said.payout:
        named = payouts.get(int(said.payout))
        return [named] if named is not None else []
    if not said.account:
        return []
    return [
        payout
        for payout in payouts.values()
        if _same_account(said.account, payout.account_number) and paise == payout.amount_paise
    ]


def _fits_elsewhere(payout: Payout) -> bool:
    """Whether the bank may mean a payout of another run: as much, to the same account, and not settled."""
    alike = Payout.objects.filter(mart=payout.mart_id, state=Payout.State.SENT, amount_paise=payout.amount_paise)
    return alike.filter(account_number=payout.account_number).exclude(run=payout.run_id).exists()


def _same_account(told: str, known: str) -> bool:
    """Whether an account as the bank shows it is this one: whole, or its last four digits behind signs that hide it."""
    digits = "".join(char for char in told if char.isdigit())
    if any(char in "xX*" for char in told):
        return len(digits) >= 4 and known.endswith(digits[-4:])
    return digits.lstrip("0") == known.lstrip("0") and bool(digits)
