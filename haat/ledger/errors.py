"""What the books refuse."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, NotAllowed, Stale
from haat.core.money import format_rupees


def overdrawn(kind: str) -> HaatError:
    return HaatError("ledger.overdrawn", _("There is not that much money in this account."), field="amount", kind=kind)


def cause_reused(cause: str) -> HaatError:
    return HaatError("ledger.cause_reused", _("This was already written with another amount."), cause=cause)


def nothing_owed() -> HaatError:
    return HaatError("ledger.nothing_owed", _("Nothing is due for payment today."))


def same_person() -> NotAllowed:
    return NotAllowed("ledger.same_person", _("Who proposed the payouts may not release them. Ask another person."))


def run_closed() -> Stale:
    return Stale("ledger.run_closed", _("These payouts were already released or dropped."))


def payout_closed() -> Stale:
    return Stale("ledger.payout_closed", _("This payout is already settled."))


def utr_needed() -> HaatError:
    return HaatError(
        "ledger.utr_needed",
        _("Write the bank's reference number (UTR), 8 to 30 letters and digits."),
        field="utr",
    )


def utr_used() -> HaatError:
    return HaatError("ledger.utr_used", _("This bank reference was already used for another payout."), field="utr")


def own_cash() -> NotAllowed:
    return NotAllowed("ledger.own_cash", _("Cash: somebody else than the rider must count it. Ask a colleague."))


def nothing_missing() -> Stale:
    return Stale("ledger.nothing_missing", _("No cash of this round is missing any more."))


def too_much_cash(missing_paise: int) -> HaatError:
    return HaatError(
        "ledger.too_much_cash",
        _("Cash: only %(missing)s is missing. Count again."),
        field="amount",
        missing=format_rupees(missing_paise),
    )
