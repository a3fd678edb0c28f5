"""What work and earnings refuse."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError


class UnknownRule(HaatError):
    """No rule for a day of work is called so."""

    def __init__(self) -> None:
        super().__init__(
            "livelihood.unknown_rule", _("A day of work: choose one of the rules in the list."), field="rule"
        )
