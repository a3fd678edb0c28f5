"""What people type, without what a keyboard never meant."""

import unicodedata

# Joiners shape Indian scripts (the Marathi ऱ्य needs one); every other invisible sign only misleads.
JOINERS = "\u200c\u200d"


def clean_text(text: str) -> str:
    """`text` without control signs, text-direction signs and half surrogates, trimmed; line breaks stay."""
    return "".join(sign for sign in text if sign in "\n\t" + JOINERS or unicodedata.category(sign)[0] != "C").strip()


def clean_line(text: str) -> str:
    """The same in one line, each space once; empty when nothing in it can be seen."""
    line = " ".join(clean_text(text).split())
    return line if line.strip(JOINERS + " ") else ""


def escaped(text: str) -> str:
    """What anybody wrote, with nothing in it that a terminal obeys."""
    return text if text.isprintable() else ascii(text)
