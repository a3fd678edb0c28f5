"""How a paper's number looks, as an office writes it: `AAAAA9999A`, and the regular expression that stands for it.

`A` is a letter, `9` a digit, `#` either; what stands in brackets may be missing, and what stands in quotes is meant as
it is (`'A'99` begins with an A). Everything else is itself. A pattern made so always ends soon, whatever it is held to.
"""

import re
from collections.abc import Iterator
from itertools import groupby

SIGNS = {"A": "[A-Z]", "9": "[0-9]", "#": "[A-Z0-9]"}
MOST = 60
_SPECIAL = "A9#'()"
_TOKEN = re.compile(
    r"(?P<sign>\[A-Z\]|\[0-9\]|\[A-Z0-9\]|\\[^A-Za-z0-9]|[A-Z0-9/:_,;=@~&-])"
    r"(?:(?P<maybe>\?)|\{(?P<least>[0-9]{1,2})(?:,(?P<most>[0-9]{1,2}))?\})?"
)


class Unclear(ValueError):
    """Brackets or quotes that do not end, or nothing that must stand there."""


def pattern_of(mask: str) -> str:
    """The regular expression of what an office wrote. Raises Unclear."""
    signs = list(_signs("".join(mask.split())))
    if len(mask) > MOST or not any(needed for _sign, needed in signs):
        raise Unclear(mask)
    parts = (_run(sign, [needed for _sign, needed in run]) for sign, run in groupby(signs, key=lambda each: each[0]))
    return f"^{''.join(parts)}$"


def _signs(mask: str) -> Iterator[tuple[str, bool]]:
    """(what stands there, whether it must)."""
    maybe = quoted = False
    for sign in mask:
        if sign == "'":
            quoted = not quoted
        elif quoted:
            yield re.escape(sign.upper()), not maybe
        elif sign in "()":
            if maybe == (sign == "("):
                raise Unclear(mask)
            maybe = sign == "("
        else:
            yield SIGNS.get(sign) or re.escape(sign.upper()), not maybe
    if quoted or maybe:
        raise Unclear(mask)


def _run(sign: str, needed: list[bool]) -> str:
    """So many of one sign in a row; which of them may be missing makes no difference."""
    least, most = sum(needed), len(needed)
    if (least, most) == (1, 1):
        return sign
    if (least, most) == (0, 1):
        return f"{sign}?"
    return f"{sign}{{{least}}}" if least == most else f"{sign}{{{least},{most}}}"


def mask_of(pattern: str) -> str | None:
    """What an office would have written for a regular expression; None when it cannot be written so."""
    bare = pattern.removeprefix("^").removesuffix("$")
    at, found = 0, []
    while at < len(bare):
        token = _TOKEN.match(bare, at)
        if token is None:
            return None
        at = token.end()
        written = _written(token["sign"])
        least, most = _times(token)
        found.append(written * least + f"({written})" * (most - least))
    return "".join(found) or None


def _written(sign: str) -> str:
    known = {pattern: letter for letter, pattern in SIGNS.items()}
    bare = sign.removeprefix("\\") if sign.startswith("\\") else sign
    return known.get(sign) or (f"'{bare}'" if bare in _SPECIAL else bare)


def _times(token: "re.Match[str]") -> tuple[int, int]:
    if token["maybe"]:
        return 0, 1
    if token["least"] is None:
        return 1, 1
    least = int(token["least"])
    return least, int(token["most"] or least)
