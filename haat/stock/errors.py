"""What stock refuses."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from haat.core.errors import HaatError


class OutOfStock(HaatError):
    """Fewer pieces are free than were asked for; `available` says how many."""

    def __init__(self, variant_id: int, available: int) -> None:
        sentence = (
            ngettext_lazy(
                "Quantity: only %(available)d piece is left. Take that one, or choose another good.",
                "Quantity: only %(available)d pieces are left. Take fewer, or choose another good.",
                available,
            )
            if available
            else _("This good has just been sold. Take it out of the basket, or choose another.")
        )
        super().__init__("stock.out_of_stock", sentence, field="quantity", available=available)
        self.variant_id, self.available = variant_id, available


class CountedTooFew(HaatError):
    """A count below what is promised to buyers."""

    def __init__(self, *, on_hand: int, reserved: int) -> None:
        super().__init__(
            "stock.counted_too_few",
            _(
                "Pieces: %(reserved)d are promised to buyers, so there cannot be only %(on_hand)d. "
                "Count again, or cancel an order first."
            ),
            field="on_hand",
            on_hand=on_hand,
            reserved=reserved,
        )
        self.on_hand, self.reserved = on_hand, reserved


class CapacityPromised(HaatError):
    """A week's capacity below what is promised in it."""

    def __init__(self, *, capacity: int, reserved: int) -> None:
        super().__init__(
            "stock.capacity_promised",
            _(
                "Pieces a week: %(reserved)d are promised in this week, so it cannot be %(capacity)d. "
                "Write at least %(reserved)d."
            ),
            field="capacity",
            capacity=capacity,
            reserved=reserved,
        )
        self.capacity, self.reserved = capacity, reserved


class BadPieces(HaatError):
    """Pieces that are not a whole number within reason."""

    def __init__(self, *, field: str, least: int, most: int) -> None:
        super().__init__(
            "stock.bad_pieces",
            _("Pieces: write a whole number from %(least)d to %(most)d."),
            field=field,
            least=least,
            most=most,
        )
