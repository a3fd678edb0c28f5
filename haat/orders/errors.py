"""What orders refuse."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError


@dataclass(frozen=True)
class Change:
    """One thing that changed since the buyer looked: `kind` is price (paise), short, gone or later (days)."""

    variant_id: int
    kind: str
    before: int
    now: int


class BasketChanged(HaatError):
    """Price, stock or promise changed since the buyer looked. The basket is as she left it."""

    def __init__(self, changes: Iterable[Change]) -> None:
        super().__init__(
            "orders.basket_changed",
            _("Basket: something changed while it waited. Look at the marked goods, then order again."),
            field="basket",
        )
        self.changes = list(changes)


class EmptyBasket(HaatError):
    """Nothing to order."""

    def __init__(self) -> None:
        super().__init__("orders.empty_basket", _("Basket: it is empty. Put a good into it first."), field="basket")


class NotForSale(HaatError):
    """The good is not in the shop now."""

    def __init__(self) -> None:
        super().__init__("orders.not_for_sale", _("This good is not for sale now. Choose another one."))


class BadQuantity(HaatError):
    """A quantity outside 1 to the most one basket takes."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "orders.bad_quantity",
            _("Quantity: write a number from 1 to %(most)d. For more, send an enquiry."),
            field="quantity",
            most=most,
        )


class CannotSend(HaatError):
    """Some goods cannot go to this PIN; `reasons` says why, by variant."""

    def __init__(self, reasons: dict[int, str | Promise]) -> None:
        super().__init__(
            "orders.cannot_send",
            _("PIN code: some goods cannot be sent there. Take them out, or write another PIN."),
            field="pin",
        )
        self.reasons = reasons


class MethodClosed(HaatError):
    """This way of paying is not open for this order."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__("orders.method_closed", reason, field="method")


class BadBuyer(HaatError):
    """A field of the buyer's address is missing or wrong; `fields` holds every one, by name."""

    def __init__(self, fields: dict[str, HaatError]) -> None:
        first = next(iter(fields.values()))
        super().__init__(first.code, first._message, field=first.field, **first.facts)
        self.fields = fields


class WrongState(HaatError):
    """The step does not follow from where the order stands."""

    def __init__(self, number: str, state: str, wanted: str) -> None:
        super().__init__(
            "orders.wrong_state",
            _("Order %(number)s: this step cannot be done now. Open the order again to see where it stands."),
            number=number,
        )
        self.state, self.wanted = state, wanted


class ReasonMissing(HaatError):
    """A reason somebody will read is missing."""

    def __init__(self) -> None:
        super().__init__(
            "orders.reason_missing",
            _("Reason: say in a few words why, so that the other side knows."),
            field="reason",
        )


class TooLateToReturn(HaatError):
    """The days in which a delivered order may be sent back are over."""

    def __init__(self, days: int) -> None:
        super().__init__(
            "orders.too_late_to_return",
            _("Return: it can be asked for within %(days)d days of delivery. Call the mart instead."),
            days=days,
        )


class BadStars(HaatError):
    """Not one to five stars."""

    def __init__(self) -> None:
        super().__init__("orders.bad_stars", _("Stars: choose from 1 to 5."), field="stars")
