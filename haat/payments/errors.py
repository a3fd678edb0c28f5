"""What payments refuse."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.money import format_rupees


class BadReference(HaatError):
    """Not a reference a bank gives."""

    def __init__(self) -> None:
        super().__init__(
            "payments.bad_reference",
            _("UTR: it is the 12-digit number your payment app shows after paying. Copy all of it."),
            field="reference",
        )


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
