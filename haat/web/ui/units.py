"""Units of measure in words: grams are ग्राम in Hindi, not g."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

UNITS: "dict[str, str | Promise]" = {
    "g": _("g"),
    "kg": _("kg"),
    "ml": _("ml"),
    "l": _("l"),
    "cm": _("cm"),
    "m": _("m"),
    "days": _("days"),
    "minutes": _("minutes"),
    "pieces": _("pieces"),
    "mm": _("mm"),
    "months": _("months"),
    "W": _("watt"),
    "g/m²": _("g a square metre"),
}


def unit_word(code: str) -> str:
    """A unit in the reader's language; one that a craft brought of its own as it is."""
    return str(UNITS.get(code, code))
