"""What is refused of papers: their numbers, days and figures."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError


class LongNumber(HaatError):
    """More than a paper's number has."""

    def __init__(self, most: int, field: str) -> None:
        super().__init__(
            "makers.long_number",
            _("Number: at most %(most)s letters and digits. Copy it from the paper."),
            field=field,
            most=most,
        )


class BadShape(HaatError):
    """Not how the numbers of this kind of paper look."""

    def __init__(self, example: str, field: str) -> None:
        super().__init__(
            "makers.bad_shape",
            _("Number: it does not look like the numbers of this paper, such as %(example)s. Copy it again."),
            field=field,
            example=example,
        )


class DaysTurnedRound(HaatError):
    """A paper that ends before it begins."""

    def __init__(self) -> None:
        super().__init__(
            "makers.days_turned_round",
            _("Holds until: this day lies before the one from which it holds. Look at both on the paper."),
            field="valid_until",
        )


class BadFact(HaatError):
    """What was written for `fact` (its label) cannot stand on the paper."""

    def __init__(self, fact: str, label: "str | Promise") -> None:
        super().__init__(
            "makers.bad_fact",
            _("%(label)s: this cannot be. Write it as the paper has it."),
            field=fact,
            label=label,
        )


class FactNotAsked(HaatError):
    """A figure or name that this kind of paper does not have."""

    def __init__(self, fact: str, label: "str | Promise") -> None:
        super().__init__(
            "makers.fact_not_asked",
            _("%(label)s: this paper does not have it. Leave it empty, or choose the right paper."),
            field=fact,
            label=label,
        )


class OwnPaper(HaatError):
    """Who wrote a paper down does not accept it, where another officer may."""

    def __init__(self) -> None:
        super().__init__(
            "makers.own_paper",
            _("You wrote this number down. Another person reads it from the paper and confirms it."),
        )


class StandsInSeller(HaatError):
    """The seller's tax and food numbers stand in the seller, not among its papers."""

    def __init__(self) -> None:
        super().__init__(
            "makers.stands_in_seller",
            _("Paper: this number stands on the seller’s invoices. Write it among the seller’s numbers."),
            field="kind",
        )
