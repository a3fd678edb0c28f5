"""What is refused of a maker's first number."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import Stale


class NumberKnown(Stale):
    """A first number, where somebody has written down another meanwhile."""

    def __init__(self, phone: str) -> None:
        super().__init__(
            "makers.number_known",
            _("Somebody has written down another number meanwhile: %(phone)s. It stays; ask her which one is right."),
            field="phone",
            phone=phone,
        )
