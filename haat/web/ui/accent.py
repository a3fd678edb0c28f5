"""A mart's accent: may it be read, and the stylesheet that sets it."""

import re
from dataclasses import dataclass

HEX = re.compile(r"#[0-9A-Fa-f]{6}")
WHITE = "#FFFFFF"
KHADI = "#FAF6EE"
INK = "#241C15"
# WCAG 2.2 AA for text.
LEAST = 4.5


def luminance(colour: str) -> float:
    """Relative luminance (0 black to 1 white) of `#RRGGBB`, as WCAG defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@dataclass(frozen=True)
class ContrastReport:
    """How an accent reads: white words on it, and itself on the page's cloth."""

    colour: str
    with_white: float
    on_khadi: float

    @property
    def passes(self) -> bool:
        """True when both are at least 4.5 : 1."""
        return min(self.with_white, self.on_khadi) >= LEAST


def check_accent(colour: str) -> ContrastReport:
    """Measure `#RRGGBB` against white and khadi; raises ValueError when it is not such a colour."""
    if not HEX.fullmatch(colour):
        raise ValueError(f"{colour!r} is not a colour like #A3261F")
    return ContrastReport(colour, contrast(colour, WHITE), contrast(colour, KHADI))


def accent_css(colour: str) -> str:
    """The stylesheet a mart's pages link to: its accent, nothing more. Raises like check_accent."""
    check_accent(colour)
    ink = WHITE if contrast(colour, WHITE) >= contrast(colour, INK) else INK
    return f":root{{--lac:{colour.upper()};--lac-ink:{ink}}}\n"
