"""Between which weights nobody is asked whether that is right."""

from collections.abc import Mapping

# A weight so many times lighter or heavier than all she makes is asked about; without goods, what hardly anybody makes.
TIMES, LIGHT_G, HEAVY_G = 4, 5, 20_000


def bounds_of(usual: Mapping[str, tuple[int, int]], craft: str) -> tuple[int, int]:
    """Between which weights (g) a good of a craft is not asked about; `usual`: craft → her lightest and heaviest."""
    if craft not in usual:
        return LIGHT_G, HEAVY_G
    least, most = usual[craft]
    return max(1, least // TIMES), most * TIMES
