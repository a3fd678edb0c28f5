"""What holds for a mart. Pure."""

import re
from collections.abc import Mapping, Sequence

from haat.core.languages import LANGUAGES
from haat.places.errors import BadAccent, BadPrefix, NoLanguage, NoName, PaleAccent, UnknownLanguage, WrongPlace
from haat.places.models import Place

LEAST_CONTRAST = 4.5
WHITE, KHADI = "#FFFFFF", "#FAF6EE"


def _luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB` (WCAG 2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two `#RRGGBB` colours, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def check_accent(accent: str) -> None:
    """Raises BadMart unless the colour is `#RRGGBB` and carries white words and stands on khadi."""
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", accent):
        raise BadAccent()
    ratio = min(contrast(accent, WHITE), contrast(accent, KHADI))
    if ratio < LEAST_CONTRAST:
        raise PaleAccent(ratio)


def check_languages(languages: Sequence[str], names: Mapping[str, str]) -> None:
    """Raises BadMart unless there is a language, all are known, and the first has a name."""
    if not languages:
        raise NoLanguage()
    for code in languages:
        if code not in LANGUAGES:
            raise UnknownLanguage(code)
    if not names.get(languages[0]):
        raise NoName(LANGUAGES[languages[0]].endonym)


def check_order_prefix(prefix: str) -> None:
    """Raises BadMart unless the prefix is two to four capital letters."""
    if not re.fullmatch(r"[A-Z]{2,4}", prefix):
        raise BadPrefix()


def check_place(place: Place) -> None:
    """Raises BadMart unless the place is a district or a state."""
    if place.kind not in (Place.Kind.DISTRICT, Place.Kind.STATE):
        raise WrongPlace()
