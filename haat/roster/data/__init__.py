"""What the columns of lists of groups are called, as a file of the project."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def headings() -> Mapping[str, str]:
    """Heading, in letters and figures alone and small ones, → the field it means."""
    found: dict[str, str] = {}
    for line in files(__name__).joinpath("headings.txt").read_text(encoding="utf-8").splitlines():
        field, _colon, words = line.partition(": ")
        found |= dict.fromkeys(words.split(" | "), field)
    return found
