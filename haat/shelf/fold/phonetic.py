"""From a word to its search keys.

``e`` keys: the very spelling. ``f`` keys: the sounds with breath and vowels. ``c`` keys: what survives
careless spelling. The shorter a word, the more of its vowels a coarse key keeps, because short words have
many neighbours.
"""

import re
import unicodedata
from itertools import groupby, islice

from haat.shelf.fold import brahmi, latin, other
from haat.shelf.fold.rules import MOST, heard, readings
from haat.shelf.fold.sounds import PLAIN, VOWELS, Segment, spell
from haat.shelf.fold.words import clean

_CLASSES = str.maketrans("ieuoaA", "iiuuaa")
_SYLLABLE = re.compile(rf"([^{VOWELS}])([{VOWELS}]*)")


def family(char: str) -> str:
    """Which reader a letter needs: ``brahmi``, ``arabic``, ``olchiki``, ``latin`` or nothing."""
    code = ord(char)
    if brahmi.FIRST <= code <= brahmi.LAST:
        return "brahmi"
    if 0x0600 <= code <= 0x06FF:
        return "arabic"
    if 0x1C50 <= code <= 0x1C7F:
        return "olchiki"
    return "latin" if "a" <= char <= "z" else ""


def segments(word: str) -> list[Segment]:
    """The word's sounds with their alternatives, run by run of one script."""
    read = {
        "brahmi": lambda run: brahmi.Reader(run).read(),
        "arabic": other.read_arabic,
        "olchiki": other.read_ol_chiki,
        "latin": latin.read_latin,
    }
    found: list[Segment] = []
    for name, run in groupby(word, family):
        if name:
            found += read[name]("".join(run))
    return found


def bare(word: str) -> str:
    """The word as the readers want it: cleaned, hyphens and Latin accents gone."""
    word = clean(word).translate(latin.LONG).replace("-", "")
    return "".join(_unaccented(char) for char in word if not char.isspace())


def _unaccented(char: str) -> str:
    if ord(char) < 0x80 or 0x0600 <= ord(char) <= brahmi.LAST:
        return char
    plain = unicodedata.normalize("NFD", char)[0]
    return plain if plain.isascii() else char


def exact_key(word: str) -> str:
    """The key of the spelling itself; ASCII words stand as they are, others as code points."""
    letters = "".join(char for char in word if unicodedata.category(char)[0] in "LMN")
    if not letters:
        return ""
    return f"e{letters}" if letters.isascii() else "ex" + "".join(f"{ord(char):x}" for char in letters)


def forms(word: str) -> list[str]:
    """Every form in which the word may be heard, in the letters of ``sounds``."""
    found = (form for reading in readings(segments(word)) for form in heard(reading))
    return list(islice(dict.fromkeys(found), MOST))


def fine_keys(form: str) -> list[str]:
    """The sounds, breath kept, five vowels, no inner a."""
    return ["f" + spell(_skeleton(form))] if form else []


def _skeleton(form: str, dropped: str = "aA") -> str:
    """Without the a's that scripts and spellings do not agree on: those between two consonants, and a
    schwa at the end."""
    opens = form[:1] in VOWELS
    start = form[:1].replace("a", "A") if opens else ""
    rest = form[1:] if opens else form
    rest = rest[:-1] if rest.endswith("a") else rest
    between = rf"(?<=[^{VOWELS}])[{dropped}](?=[^{VOWELS}])|(?<=[ieuo])a(?=[^{VOWELS}])"
    return start + re.sub(between, "", rest)


def coarse_keys(form: str) -> list[str]:
    """What survives careless spelling; several keys when an unwritten vowel could be any."""
    form = _plain(form)
    skeleton = _skeleton(form)
    start = skeleton[: len(skeleton) - len(skeleton.lstrip(VOWELS))]
    syllables = _SYLLABLE.findall(skeleton[len(start) :])
    if not syllables:
        return ["c" + spell(skeleton)] if skeleton else []
    if len(syllables) <= 2:
        return ["c" + spell(skeleton)]
    start = start.translate(_CLASSES)
    classed = [(sound, vowel.translate(_CLASSES)) for sound, vowel in syllables]
    final = syllables[-1][1]
    if len(classed) > 3:
        return ["c" + spell(start + "".join(sound for sound, _ in classed) + final)]
    (one, first), (two, second), (three, _) = classed
    long = _SYLLABLE.findall(_skeleton(form, "a")[-10:])[-2:-1] == [(two, "A")]
    gaps = (second,) if second or long else ("", "i", "u")
    # A first vowel goes the way of an e: kerela, karela; jilebi, jalebi.
    firsts = (first, "") if first == "i" and syllables[1][1] == "e" else (first,)
    return ["c" + spell(start + one + lead + two + gap + three + final) for lead in firsts for gap in gaps]


def _plain(form: str) -> str:
    """Without breath, except at the start of a short word, where ख and क make two words."""
    consonants = sum(sound not in VOWELS for sound in form)
    if consonants <= 2 and form[:1] in tuple("KGJPB"):
        return form[:1] + form[1:].translate(PLAIN)
    return form.translate(PLAIN)


def sound_keys(word: str) -> list[str]:
    """Fine keys, then coarse keys, of a cleaned word."""
    if any(char.isdigit() for char in word):
        return []
    found = forms(word)
    fine = [key for form in found for key in fine_keys(form)]
    coarse = [key for form in found for key in coarse_keys(form)]
    return list(dict.fromkeys(fine + coarse))
