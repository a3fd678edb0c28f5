"""Indian words in Latin letters to sounds, as people type them: pera, pedha, khaadi, lahthi, wadi."""

import re

from haat.shelf.fold.sounds import Segment

LONG = str.maketrans({"ā": "aa", "ī": "ee", "ū": "oo", "ē": "e", "ō": "o", "ṣ": "sh", "ś": "sh"})

# Longest first; the first pattern that fits at a place is taken.
_RULES: tuple[tuple[str, Segment], ...] = (
    # consonants of several letters
    (r"chh?chh?|cchh?|chh?|tch", ("c",)),
    (r"cc?k|kk", ("k",)),
    (r"ksh|kshy", ("ks", "K")),
    (r"k+h", ("K",)),
    (r"g+h", ("G",)),
    (r"j+h", ("J",)),
    (r"t+h", ("T",)),
    (r"ddh", ("D",)),
    (r"(?<=.)dh", ("D", "R")),
    (r"dh", ("D",)),
    (r"p+h|f+", ("P",)),
    (r"b+h", ("B",)),
    (r"s+h", ("s",)),
    (r"zh", ("l", "j", "R")),
    (r"(?<=.)rh", ("R", "rh")),
    (r"ng(?=[aeiou]|$)", ("ng",)),
    (r"n(?=[kgcjtdqzsvw])|m(?=[pb])", ("N",)),
    # consonants of one letter
    (r"c(?=[eiy])", ("s",)),
    (r"[ckq]+", ("k",)),
    (r"g+", ("g",)),
    (r"[jz]+", ("j",)),
    (r"t+", ("t",)),
    (r"dd+", ("d",)),
    (r"(?<=.)d(?!r)", ("d", "R")),
    (r"d", ("d",)),
    (r"n+", ("n",)),
    (r"p+", ("p",)),
    (r"b+", ("b",)),
    (r"m+", ("m",)),
    (r"(?<=[^d])r(?!r)", ("r", "R")),
    (r"r+", ("r",)),
    (r"l+", ("l",)),
    (r"s+", ("s",)),
    (r"h+", ("h",)),
    (r"x", ("ks", "s")),
    # vowels
    (r"aa+(?=[iuy]$)", ("A",)),
    (r"a[iy]$", ("Ai",)),
    (r"au$", ("Au",)),
    (r"a[iy](?![aeiou])", ("e", "Ai")),
    (r"a[uw](?![aeiou])", ("o",)),
    (r"e[yi]$|ee+y?$|ie$", ("i",)),
    (r"e[iy](?![aeiou])", ("e",)),
    (r"o[uw](?![aeiou])", ("o", "u")),
    (r"aa+", ("A",)),
    (r"(?<=lp)a$|(?<=[st]r)a$|(?<=st)a$", ("A", "")),
    (r"(?<=ksh)a$", ("A", "")),
    (r"(?<=.{3})ah$", ("A", "ah")),
    (r"a$", ("A",)),
    (r"a", ("a",)),
    (r"ee+|ii+|i", ("i",)),
    (r"oo+|uu+", ("u",)),
    (r"(?<=[auo][a-z])e$", ("", "e")),
    (r"e", ("e",)),
    (r"o", ("o",)),
    (r"u(?=ss|rr)", ("u", "a")),
    (r"u", ("u",)),
    (r"y(?=[aeiou])", ("y",)),
    (r"y", ("i",)),
    (r"[vw]+", ("v",)),
)
_SCANNER = re.compile("|".join(f"({pattern})" for pattern, _ in _RULES))
_ANGLICISED = re.compile(r"(ey|[^aeiou]y)$")


def read_latin(word: str) -> list[Segment]:
    """Segments of a lower-case ASCII word."""
    segments: list[Segment] = []
    english = _ANGLICISED.search(word) is not None
    for match in _SCANNER.finditer(word):
        segment = _RULES[(match.lastindex or 1) - 1][1]
        if english and segment == ("u",):
            segment = ("u", "a")  # chutney, curry
        segments.append(segment)
    return segments
