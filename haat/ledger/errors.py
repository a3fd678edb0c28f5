"""What the books refuse."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, NotAllowed, Stale


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
