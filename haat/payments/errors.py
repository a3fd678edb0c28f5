"""What payments refuse."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.money import format_rupees

NO_UTR = {
    "": _("UTR: it is the 12-digit number your payment app shows after paying. Copy all of it."),
    "signs": _("UTR: it has digits only. Copy the 12-digit number alone."),
    "short": _("UTR: it has 12 digits, some are missing. Copy all of it."),
    "long": _("UTR: it has 12 digits, here are more. Copy the number alone."),
    "alike": _("UTR: no payment has this number. Copy the one your payment app shows after paying."),
}


class BadReference(HaatError):
    """Not a reference a bank gives; `why` is one of NO_UTR."""

    def __init__(self, why: str = "") -> None:
        super().__init__("payments.bad_reference", NO_UTR[why], field="reference")


class ReferenceUsed(HaatError):
    """The reference stands on another payment; `label` is what its method calls it."""

    def __init__(self, reference: str, *, label: str | Promise) -> None:
        super().__init__(
            "payments.reference_used",
            _("%(label)s: %(reference)s is already used for another order. Copy the one of this payment."),
            field="reference",
            label=label,
            reference=reference,
        )


class ReferenceKnown(HaatError):
    """A refund's reference is that of other money, received or sent; `label` is what its method calls it."""

    def __init__(self, reference: str, *, label: str | Promise) -> None:
        super().__init__(
            "payments.reference_known",
            _("%(label)s: %(reference)s already belongs to other money, received or sent. Copy that of this refund."),
            field="reference",
            label=label,
            reference=reference,
        )


class AmountDiffers(HaatError):
    """The amount that came is not the amount asked."""

    def __init__(self, *, asked_paise: int, came_paise: int) -> None:
        super().__init__(
            "payments.amount_differs",
            _("Amount: %(came)s came but %(asked)s was asked. Refuse this payment and call the buyer."),
            field="amount",
            came=format_rupees(came_paise),
            asked=format_rupees(asked_paise),
        )


class AlreadySettled(HaatError):
    """The payment was confirmed or refused before."""

    def __init__(self) -> None:
        super().__init__(
            "payments.already_settled",
            _("This payment is already settled. Open the order again to see how."),
        )


class NotOffered(HaatError):
    """The method cannot take this payment in this mart, and why."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__("payments.not_offered", reason, field="method")


class RefundTooMuch(HaatError):
    """More would go back than came."""

    def __init__(self, *, left_paise: int) -> None:
        super().__init__(
            "payments.refund_too_much",
            _("Refund: only %(left)s of this payment is left to give back."),
            field="amount",
            left=format_rupees(left_paise),
        )


class BadCashRule(HaatError):
    """A rule for cash orders that nobody could keep."""

    def __init__(self, field: str) -> None:
        super().__init__(
            "payments.bad_cash_rule", _("Cash orders: write a whole number that can be kept, from 1 on."), field=field
        )


class CodeWrong(HaatError):
    """Not the code that was sent; `left` tries remain, and with none only a call helps."""

    def __init__(self, left: int) -> None:
        sentence = _("Code: it is not the one we sent. Look at the message again.")
        if left <= 0:
            sentence = _("Code: it was wrong five times. Wait for our call, or call the mart.")
        super().__init__("payments.code_wrong", sentence, field="code", left=left)


class WordTooLate(HaatError):
    """The order no longer waits for its buyer's word."""

    def __init__(self) -> None:
        super().__init__("payments.word_too_late", _("This order was let go in the meantime. Order again."))


class NoMoreCodes(HaatError):
    """As many codes were sent as one order may cost."""

    def __init__(self) -> None:
        super().__init__("payments.no_more_codes", _("No more codes are sent. Wait for our call, or call the mart."))


class TooManyOpen(HaatError):
    """Orders or pieces that are open for a phone or an address, unpaid."""

    def __init__(self, most: int, *, pieces: bool, field: str) -> None:
        sentence = _("%(most)d unpaid orders are open already. Receive or cancel one first, or call the mart.")
        if pieces:
            sentence = _("At most %(most)d pieces may be open unpaid. Take fewer, or call the mart.")
        super().__init__("payments.too_many_open", sentence, field=field, most=most)


class UnknownRoad(HaatError):
    """Not a road by which money goes back."""

    def __init__(self) -> None:
        super().__init__("payments.unknown_road", _("How it goes back: choose one of the ways."), field="road")


class BadWhom(HaatError):
    """Nobody money could be sent to."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__("payments.bad_whom", sentence, field="whom")


class BadRefundReference(HaatError):
    """Not a reference that the refund's road gives."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__("payments.bad_refund_reference", sentence, field="reference")


class NeedsTwo(HaatError):
    """A refund of so much is prepared by one person and sent by another."""

    def __init__(self, *, prepared: bool) -> None:
        sentence = _("Refund: it is so much that one person writes down to whom it goes, and another sends it.")
        if prepared:
            sentence = _("Refund: you wrote down to whom it goes. Another person sends it.")
        super().__init__("payments.needs_two", sentence, field="reference")
