"""What is refused of two makers that may be one."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError


class SameMaker(HaatError):
    """A pair needs two makers of one mart."""

    def __init__(self) -> None:
        super().__init__("doubles.same_maker", _("Choose two makers of this mart."), field="stays")


class InTheWay(HaatError):
    """The maker that should go cannot: `reasons` says why."""

    def __init__(self, reasons: "Sequence[str | Promise]") -> None:
        super().__init__(
            "doubles.in_the_way",
            _("These two cannot be made one so: %(reasons)s"),
            field="stays",
            reasons=" ".join(str(reason) for reason in reasons),
        )


class SecondPerson(HaatError):
    """Money moves, and it was she herself who proposed it, or nobody in particular."""

    def __init__(self) -> None:
        super().__init__(
            "doubles.second_person",
            _("Money or open orders move with it. Another person of the office has to agree."),
            field="stays",
        )


class AtTheBank(HaatError):
    """What came over is on its way to the bank."""

    def __init__(self) -> None:
        super().__init__(
            "doubles.at_the_bank",
            _("Money that came over is on the way to the bank. Wait until the bank has answered."),
        )


class TooLate(HaatError):
    """The ninety days are over, or it was undone already."""

    def __init__(self) -> None:
        super().__init__("doubles.too_late", _("The way back is over: ninety days have passed, or somebody took it."))


class OrderedSince(HaatError):
    """Goods that came over were ordered, or sent elsewhere, under the name of the maker that stayed, or an order that
    came over was divided."""

    def __init__(self) -> None:
        super().__init__(
            "doubles.ordered_since",
            _("Its goods were ordered or sent elsewhere since, in the name of the maker that stayed. They stay one."),
        )
