"""What the catalogue refuses; every sentence names the field and the way out."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError


class NotComplete(HaatError):
    """A good that is not ready to be sent for a check; `field` is what is missing first."""


class ChecksFailed(HaatError):
    """A good that may not be approved; `failed` are the codes of the lines that failed."""

    def __init__(self, failed: Sequence[str], sentences: Sequence[str]) -> None:
        super().__init__(
            "catalogue.checks_failed",
            _("This good cannot be approved yet: %(sentences)s"),
            field=failed[0],
            sentences=" ".join(sentences),
        )
        self.failed = list(failed)


class WrongState(HaatError):
    """The good is not in a state from which this can be done."""

    def __init__(self, state: str) -> None:
        super().__init__(
            "catalogue.wrong_state",
            _("This cannot be done with the good as it is now. Load the page again."),
            state=state,
        )


def no_photo() -> NotComplete:
    return NotComplete("good.no_photo", _("Picture: take at least one picture of the good."), field="photo")


def no_name() -> NotComplete:
    return NotComplete("good.no_name", _("Name: say or write what it is called."), field="name")


def no_price() -> NotComplete:
    return NotComplete("good.no_price", _("Price: write what one piece costs the buyer."), field="price")


def name_too_long() -> HaatError:
    return HaatError("good.name_too_long", _("Name: at most 120 letters. Make it shorter."), field="name")


def unknown_language(code: str) -> HaatError:
    return HaatError(
        "good.unknown_language", _("Language: Haat does not know “%(named)s”."), field="language", named=code
    )


def price_zero() -> HaatError:
    return HaatError("price.zero", _("Price: it must be at least ₹1."), field="price")


def price_too_high() -> HaatError:
    return HaatError("price.too_high", _("Price: at most ₹10,00,000. Count the zeros again."), field="price")


def price_above_mrp() -> HaatError:
    return HaatError(
        "price.above_mrp",
        _("Price: it cannot be above the printed price (MRP). Change one of them."),
        field="price",
    )


def bad_weight() -> HaatError:
    return HaatError("weight.out_of_range", _("Weight: between 1 g and 50 kg, packed. Weigh it once."), field="weight")


def bad_quantity() -> HaatError:
    return HaatError("quantity.zero", _("Quantity: at least 1."), field="net_quantity")


def bad_unit(unit: str) -> HaatError:
    return HaatError(
        "quantity.unknown_unit",
        _("Unit: “%(unit)s” is not known. Write g, kg, ml, l, piece, set, pair, m or cm."),
        field="net_unit",
        unit=unit,
    )


def sku_taken(sku: str) -> HaatError:
    return HaatError("sku.taken", _("Code %(sku)s: another good already has it. Choose another."), field="sku", sku=sku)


def too_many_photos() -> HaatError:
    return HaatError(
        "photo.too_many", _("Pictures: at most eight. Take one away before you add another."), field="photo"
    )


def last_photo() -> HaatError:
    return HaatError("photo.last", _("Picture: a good in the shop needs one. Add the new one first."), field="photo")


def other_good() -> HaatError:
    return HaatError("photo.other_good", _("This picture belongs to another good."), field="photo")


def no_reason() -> HaatError:
    return HaatError(
        "check.no_reason",
        _("Reason: choose at least one, so that the maker knows what to do."),
        field="reasons",
    )


def unknown_reason(code: str) -> HaatError:
    return HaatError("check.unknown_reason", _("Reason: “%(named)s” is not on the list."), field="reasons", named=code)


def unknown_maker() -> HaatError:
    return HaatError(
        "import.unknown_maker",
        _("Maker: nobody in this mart has this short name, LokOS number or phone. Enrol the maker first."),
        field="maker",
    )


def unknown_craft(slug: str) -> HaatError:
    return HaatError(
        "import.unknown_craft", _("Craft: “%(slug)s” is not on the list of crafts."), field="craft", slug=slug
    )
