"""What federations, village organisations and their sellers refuse."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError


class WrongParent(HaatError):
    """A village organisation lies below a federation, and a federation below nothing."""

    def __init__(self) -> None:
        super().__init__(
            "makers.wrong_parent",
            _("Federation: a village organisation lies below a federation, and a federation below nothing."),
            field="parent",
        )


class PlaceOutsideMart(HaatError):
    """The place is not the mart's."""

    def __init__(self) -> None:
        super().__init__(
            "makers.place_outside_mart",
            _("Place: choose the district, or a block or village of it."),
            field="place",
        )


class OrganisationClosed(HaatError):
    """What is closed takes nobody in and changes no more."""

    def __init__(self, field: str = "") -> None:
        super().__init__(
            "makers.organisation_closed", _("This organisation is closed. Choose one that is open."), field=field
        )


class CannotMerge(HaatError):
    """Not two open organisations of one kind and mart."""

    def __init__(self) -> None:
        super().__init__(
            "makers.cannot_merge",
            _("Merge with: choose another open organisation of the same kind: federations with federations."),
            field="into",
        )


class OrganisationNotEmpty(HaatError):
    """Makers, village organisations or sellers still hang on it."""

    def __init__(self, what: "str | Promise") -> None:
        super().__init__("makers.organisation_not_empty", what)


class SameNameBeside(HaatError):
    """One of this name is there already, below the same federation; `field` is what would bring the two together."""

    def __init__(self, field: str = "names") -> None:
        super().__init__(
            "makers.same_name_beside",
            _("Name: one of this name and kind is here already. Open it, or write how this one differs."),
            field=field,
        )


class NoAddress(HaatError):
    """A seller without an address."""

    def __init__(self) -> None:
        super().__init__(
            "makers.no_address", _("Address: an invoice needs it. Write village, block and district."), field="address"
        )


class PanOfAnother(HaatError):
    """The PAN is not the one inside the GSTIN."""

    def __init__(self) -> None:
        super().__init__(
            "makers.pan_of_another",
            _("PAN: it is not the one inside the GSTIN (its 3rd to 12th character). Compare both papers."),
            field="pan",
        )


class NotHerSeller(HaatError):
    """A maker sells under her own papers or those of an organisation."""

    def __init__(self) -> None:
        super().__init__(
            "makers.not_her_seller",
            _("Sells through: choose her own papers, or the seller of a federation or village organisation."),
            field="seller",
        )


class GstinStands(HaatError):
    """Invoices were written under it: what stands on them is not changed behind them."""

    def __init__(self) -> None:
        super().__init__(
            "makers.gstin_stands",
            _("GSTIN: invoices were written under it, so it stays. Make another seller for another number."),
            field="gstin",
        )
