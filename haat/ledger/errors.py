"""What the books refuse."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, NotAllowed, Stale
from haat.core.money import format_rupees


class Overdrawn(HaatError):
    """An account has not that much; `kind` says which."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            "ledger.overdrawn", _("There is not that much money in this account."), field="amount", kind=kind
        )
        self.kind = kind


class CauseReused(HaatError):
    """The cause stands for another amount already."""

    def __init__(self, cause: str) -> None:
        super().__init__("ledger.cause_reused", _("This was already written with another amount."), cause=cause)
        self.cause = cause


class NothingOwed(HaatError):
    """No due may be paid today."""

    def __init__(self) -> None:
        super().__init__("ledger.nothing_owed", _("Nothing is due for payment today."))


class SamePerson(NotAllowed):
    """Who proposed the payouts may not release them."""

    def __init__(self) -> None:
        super().__init__("ledger.same_person", _("Who proposed the payouts may not release them. Ask another person."))


class RunClosed(Stale):
    """The run was released or dropped before."""

    def __init__(self) -> None:
        super().__init__("ledger.run_closed", _("These payouts were already released or dropped."))


class AllComingBack(HaatError):
    """Everything the run would pay for is being sent back."""

    def __init__(self) -> None:
        super().__init__(
            "ledger.all_coming_back",
            _("Payouts: the buyers asked to send all of this back. Drop them; what is settled is proposed again."),
        )


class PayoutClosed(Stale):
    """The bank's word on this payout was written down before."""

    def __init__(self) -> None:
        super().__init__("ledger.payout_closed", _("This payout is already settled."))


class UtrNeeded(HaatError):
    """Not a reference a bank gives."""

    def __init__(self) -> None:
        super().__init__(
            "ledger.utr_needed",
            _("Write the bank's reference number (UTR), 8 to 30 letters and digits."),
            field="utr",
        )


class UtrUsed(HaatError):
    """The reference stands on another payout, on a refund or on a buyer's payment."""

    def __init__(self) -> None:
        super().__init__("ledger.utr_used", _("This bank reference was already used for other money."), field="utr")


class OwnCash(NotAllowed):
    """A rider may not count his own cash."""

    def __init__(self) -> None:
        super().__init__("ledger.own_cash", _("Cash: somebody else than the rider must count it. Ask a colleague."))


class NothingMissing(Stale):
    """All the cash of the round has come."""

    def __init__(self) -> None:
        super().__init__("ledger.nothing_missing", _("No cash of this round is missing any more."))


class TooMuchCash(HaatError):
    """More than is missing, or nothing at all; `missing_paise` says how much is."""

    def __init__(self, missing_paise: int) -> None:
        super().__init__(
            "ledger.too_much_cash",
            _("Cash: only %(missing)s is missing. Count again."),
            field="amount",
            missing=format_rupees(missing_paise),
        )
        self.missing_paise = missing_paise


class NoneHasCome(HaatError):
    """Nothing of a run may be paid any more: what a party had paid was taken back."""

    def __init__(self) -> None:
        super().__init__(
            "ledger.none_has_come",
            _("Payouts: the money of these orders has not come, or their buyers send them back. Drop them."),
        )


class NotSoldYet(HaatError):
    """A settlement for a part that was not delivered, or whose money is not a party's affair."""

    def __init__(self) -> None:
        super().__init__(
            "ledger.not_sold_yet",
            _("Order: nobody owes money for it yet. It is settled after it was delivered."),
            field="order",
        )


class NothingTold(HaatError):
    """A settlement without a figure, or with one no bank could carry."""

    def __init__(self) -> None:
        super().__init__(
            "ledger.nothing_told", _("What came: write at least one amount, as the statement says it."), field="came"
        )


class ReasonNeeded(HaatError):
    """Something is taken off or put on, or back, and nobody says why."""

    def __init__(self) -> None:
        super().__init__(
            "ledger.reason_needed", _("Why: write the reason, so that others understand it later."), field="reason"
        )


class ReferenceNeeded(HaatError):
    """A settlement without the statement it is from."""

    def __init__(self) -> None:
        super().__init__(
            "ledger.reference_needed",
            _("Reference: write the number of the statement or of the bank’s line."),
            field="reference",
        )


class RoundsTooMuch(HaatError):
    """What is called rounding is a rupee or more."""

    def __init__(self) -> None:
        super().__init__(
            "ledger.rounds_too_much",
            _("Rounded: it is less than one rupee. More than that is put on or taken off, with its reason."),
            field="rounding",
        )


class BadDay(HaatError):
    """A day that has not come."""

    def __init__(self) -> None:
        super().__init__("ledger.bad_day", _("Day: it has not come yet. Write the day of the statement."), field="day")


class MoreThanSold(HaatError):
    """More is accounted for than is open of the sale."""

    def __init__(self, open_paise: int) -> None:
        super().__init__(
            "ledger.more_than_sold",
            _("What came: only %(open)s of this order is open. What came above it is put on, with its reason."),
            field="came",
            open=format_rupees(open_paise),
        )


class BackMoreThanCame(HaatError):
    """A party takes back more than it has accounted for."""

    def __init__(self, settled_paise: int) -> None:
        super().__init__(
            "ledger.back_more_than_came",
            _("What came: %(settled)s was settled, no more can be taken back. The rest is a fee, or taken off."),
            field="came",
            settled=format_rupees(settled_paise),
        )


class TooMuchGivenBack(HaatError):
    """A party gives back more of a fee or tax than it had kept."""

    def __init__(self, figure: str, kept_paise: int) -> None:
        super().__init__(
            "ledger.too_much_given_back",
            _("Given back: only %(kept)s of it had been kept of this order."),
            field=figure,
            kept=format_rupees(kept_paise),
        )


class BadKey(HaatError):
    """A line without a name, or with one longer than is kept; `length` says how long it may be."""

    def __init__(self, length: int) -> None:
        super().__init__(
            "ledger.bad_key",
            _("Key: write 1 to %(length)s characters that name this line of the statement."),
            field="key",
            length=length,
        )


class SettledOtherwise(HaatError):
    """The same line of a statement, told again with other figures."""

    def __init__(self, key: str) -> None:
        super().__init__(
            "ledger.settled_otherwise",
            _("Key: the line “%(key)s” was written with other figures. Take that one back first if it was wrong."),
            field="key",
            key=key,
        )


class SettlementTakenBack(HaatError):
    """The same line again, after it was taken back as wrong."""

    def __init__(self, key: str) -> None:
        super().__init__(
            "ledger.settlement_was_taken_back",
            _("Key: the line “%(key)s” was taken back as wrong. Write it with its right figures."),
            field="key",
            key=key,
        )


class TakenBackAlready(Stale):
    """Somebody else took the settlement back."""

    def __init__(self) -> None:
        super().__init__("ledger.settlement_taken_back", _("This was taken back already."))


class NotGivenYet(HaatError):
    """A share that nobody has marked as given."""

    def __init__(self) -> None:
        super().__init__("ledger.not_given_yet", _("This share is not marked as given yet. Ask your leader for it."))


class NeededByLater(HaatError):
    """A settlement on which a later one rests."""

    def __init__(self) -> None:
        super().__init__(
            "ledger.needed_by_later",
            _("A later line gives back what this one had kept or paid. Take the later one back first."),
            field="reason",
        )
