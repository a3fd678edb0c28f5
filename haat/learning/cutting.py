"""An answer's words cut into what a scene can say: whole sentences as far as they fit."""

import re
from collections.abc import Iterator

from haat.core.texts import clean_line
from haat.learning.rules import MOST_LETTERS, SPOKEN_WORDS

# A sentence ends at its mark before a space; "12.50" and "Rs.1500" go on.
_ENDS = re.compile(r"(?<=[.!?।॥])\s+")


def _fits(words: list[str]) -> bool:
    return len(words) <= SPOKEN_WORDS and len(" ".join(words)) <= MOST_LETTERS


def _sentences(text: str) -> Iterator[list[str]]:
    """Sentence by sentence in words; one that no scene can say is cut where the scene is full."""
    for line in text.splitlines():
        for sentence in _ENDS.split(clean_line(line)):
            part: list[str] = []
            for word in sentence.split():
                if part and not _fits([*part, word]):
                    yield part
                    part = []
                part.append(word[:MOST_LETTERS])
            if part:
                yield part


def pieces(text: str) -> list[str]:
    """What each scene says, in the order of the text; nothing is left out."""
    out: list[list[str]] = []
    for sentence in _sentences(text):
        if out and _fits([*out[-1], *sentence]):
            out[-1] += sentence
        else:
            out.append(sentence)
    return [" ".join(words) for words in out]


def heading(text: str, most: int) -> str:
    """The first words of a text that stand in `most` letters."""
    line = clean_line(text)
    return line if len(line) <= most else (line[: most + 1].rsplit(" ", 1)[0] or line)[:most]
