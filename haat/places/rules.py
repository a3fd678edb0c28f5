"""What holds for a mart. Pure."""

import re
from collections.abc import Mapping, Sequence
from math import floor
from typing import Any

from haat.core.identifiers import mask_account, ten_figures
from haat.core.languages import LANGUAGES
from haat.places.errors import (
    BadAccent,
    BadHost,
    BadPhone,
    BadPrefix,
    NoLanguage,
    NoName,
    PaleAccent,
    UnknownLanguage,
    UnknownMotif,
    WrongPlace,
)
from haat.places.models import Place

LEAST_CONTRAST = 4.5
# The borders that are drawn: the house's own, and those of two districts.
MOTIFS = ("haat", "deoghar-sohrai", "chandrapur")
# Where buyers' money goes: changed by two people only.
ACCOUNT = ("vpa", "bank_holder", "bank_number", "bank_ifsc")
WHITE, KHADI = "#FFFFFF", "#FAF6EE"
MOST_HOST = 120
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*")


def _luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB` (WCAG 2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two `#RRGGBB` colours, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def told_contrast(accent: str) -> float:
    """How well a colour is read on white and on khadi, to one decimal, rounded down: 4.46 is not told as 4.5."""
    return floor(min(contrast(accent, WHITE), contrast(accent, KHADI)) * 10) / 10


def check_accent(accent: str) -> None:
    """Raises BadMart unless the colour is `#RRGGBB` and carries white words and stands on khadi."""
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", accent):
        raise BadAccent()
    if min(contrast(accent, WHITE), contrast(accent, KHADI)) < LEAST_CONTRAST:
        raise PaleAccent(told_contrast(accent))


def check_motif(motif: str) -> None:
    """Raises BadMart unless the border is one that is drawn."""
    if motif not in MOTIFS:
        raise UnknownMotif()


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


def check_phone(phone: str) -> None:
    """Raises BadMart unless the number is one of ten figures, which operators let stand in a message; or none yet."""
    if phone and not ten_figures(phone):
        raise BadPhone()


def check_place(place: Place) -> None:
    """Raises BadMart unless the place is a district or a state."""
    if place.kind not in (Place.Kind.DISTRICT, Place.Kind.STATE):
        raise WrongPlace()


def as_told(field: str, value: Any) -> Any:
    """A setting as the trail keeps it: of an account number only enough to know which one it was."""
    return mask_account(value) if field == "bank_number" else value


def read_host(text: str) -> str:
    """A host name as people paste it: what stands before and after it in an address is left off. Raises BadHost."""
    name = text.strip().lower().partition("://")[2] or text.strip().lower()
    name = name.partition("/")[0].partition(":")[0].rstrip(".")
    try:
        plain = name.encode("idna").decode("ascii")
    except UnicodeError:
        raise BadHost(text.strip()[:80]) from None
    if len(plain) > MOST_HOST or not _HOST.fullmatch(plain):
        raise BadHost(text.strip()[:80])
    return plain


def lets_in(host: str, allowed: Sequence[str]) -> bool:
    """Whether an installation that answers under `allowed` names (`.example.in`: all below it) answers under `host`."""
    return any(
        name == "*" or host == name or (name.startswith(".") and (host.endswith(name) or host == name[1:]))
        for name in allowed
    )
