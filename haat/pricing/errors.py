"""What pricing refuses."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.money import format_rupees


class PriceTooLow(HaatError):
    """Tax, fee and packing together are more than the price, so the maker would pay for selling."""

    def __init__(self, *, price_paise: int, lowest_paise: int) -> None:
        super().__init__(
            "pricing.too_low",
            _("Price: at %(price)s nothing is left for the maker. Ask for at least %(lowest)s."),
            field="price",
            price=format_rupees(price_paise),
            lowest=format_rupees(lowest_paise),
        )
        self.lowest_paise = lowest_paise


class NoTaxRule(HaatError):
    """No tax rule holds for this line of goods on this day at this price."""

    def __init__(self, tax_slug: str) -> None:
        super().__init__(
            "pricing.no_tax_rule",
            _("Tax line “%(slug)s”: no rate is known for this day. Choose another, or import the rates."),
            field="tax_slug",
            slug=tax_slug,
        )
        self.tax_slug = tax_slug


class NegativeCost(HaatError):
    """An amount of the cost sheet is below zero."""

    def __init__(self) -> None:
        super().__init__("cost.negative", _("Cost: no amount can be below zero."), field="cost")


class WorkTooLong(HaatError):
    """More time than one piece can take."""

    def __init__(self) -> None:
        super().__init__("cost.too_long", _("Time for one piece: write minutes, for example 90."), field="minutes")


class FeeOutOfRange(HaatError):
    """A fee or a packing charge no mart may take."""

    def __init__(self) -> None:
        super().__init__("fee.out_of_range", _("Fee: between 0 and 50 percent of the price."), field="fee")


class PackingTooHigh(HaatError):
    """More for packing a piece than anybody takes."""

    def __init__(self, most_paise: int) -> None:
        super().__init__(
            "fee.packing_too_high",
            _("Packing: at most %(most)s a piece."),
            field="packing_paise",
            most=format_rupees(most_paise),
        )


class FeeInThePast(HaatError):
    """A day that is over."""

    def __init__(self) -> None:
        super().__init__("fee.in_the_past", _("Holds from: choose today or a coming day."), field="from_date")


class FeeBegun(HaatError):
    """A fee that holds already: sales were made under it."""

    def __init__(self) -> None:
        super().__init__(
            "fee.begun",
            _("Holds from: a fee of this day has begun and stays. Let a new one follow from a later day."),
            field="from_date",
        )
