"""What people type, without what a keyboard never meant."""

import unicodedata

# Joiners shape Indian scripts (the Marathi ऱ्य needs one); every other invisible sign only misleads.
JOINERS = "\u200c\u200d"
# Letters and signs by their kind, blank to the eye: the fillers of Hangul, and Braille without a dot.
BLANKS = dict.fromkeys(map(ord, "\u115f\u1160\u3164\uffa0\u2800"), " ")


def clean_text(text: str) -> str:
    """`text` without control signs, text-direction signs and half surrogates, trimmed; line breaks stay.

    Empty when nothing in it can be seen.
    """
    text = text.translate(BLANKS)
    kept = "".join(sign for sign in text if sign in "\n\t" + JOINERS or unicodedata.category(sign)[0] != "C").strip()
    return kept if kept.strip(JOINERS + " \n\t") else ""


def clean_line(text: str) -> str:
    """The same in one line, each space once."""
    return " ".join(clean_text(text).split())


def escaped(text: str) -> str:
    """What anybody wrote, with nothing in it that a terminal obeys."""
    return text if text.isprintable() else ascii(text)
