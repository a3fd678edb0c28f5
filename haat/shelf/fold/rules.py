"""From a reading to the forms in which it may be heard: nasals, glides, h, doubled letters."""

import re
from itertools import product

from haat.shelf.fold.sounds import LABIALS, STOPS, Segment

MOST = 96  # readings, and forms, of one word; beyond it only the likeliest are kept

_V = "aAieuo"
_DOUBLED = re.compile(rf"([^{_V}])\1+")
_BREATHED = ("kK", "gG", "cC", "jJ", "tT", "dD", "pP", "bB")
_SCHWA_AND_LONG = re.compile(r"(?<=[ieuo])a(?=[ieuoA])|a(?=A)|(?<=A)a")


def readings(segments: list[Segment]) -> list[str]:
    """Every way to choose among the alternatives, likeliest first, at most ``MOST``."""
    total, kept = 1, []
    for segment in segments:
        if total * len(segment) > MOST:
            segment = segment[:1]
        total *= len(segment)
        kept.append(segment)
    return list(dict.fromkeys("".join(choice) for choice in product(*kept)))


def heard(sounds: str) -> list[str]:
    """The forms in which one reading may be heard, plainest first."""
    forms = [_settle(sounds)]
    for rule in (_labials, _nasals, _breath, _hiatus):
        forms = [form for sound in forms for form in rule(sound)]
    return list(dict.fromkeys(_double(form) for form in forms))


def _settle(sounds: str) -> str:
    """Drop glides that only join two vowels, and doubled letters."""
    sounds = _double(sounds)
    sounds = re.sub(r"(?<=[ie])y(?=[aAuoie])|(?<=[uo])[yv](?=[aA])|(?<=[uo])y(?=[aAieuo])", "", sounds)
    sounds = re.sub(r"(?<=A)y$", "i", sounds)
    sounds = re.sub(r"(?<=[iueo])a$", "A", sounds)
    return sounds.removesuffix("M")


def _double(sounds: str) -> str:
    for pair in _BREATHED:
        sounds = sounds.replace(pair, pair[1])
    return _DOUBLED.sub(r"\1", sounds)


def _nasals(sounds: str) -> list[str]:
    """A nasal before a stop is written or not after any vowel but a short a: penda, peda."""
    forms = [""]
    for at, sound in enumerate(sounds):
        if sound in "NMnm":
            forms = [form + way for form in forms for way in _nasal(sounds, at)][:MOST]
        else:
            forms = [form + sound for form in forms]
    return forms


def _nasal(sounds: str, at: int) -> tuple[str, ...]:
    sound, before, after = sounds[at], sounds[at - 1 : at], sounds[at + 1 : at + 2]
    if not after:
        return ("n", "") if sound in "NM" else (sound,)
    homorganic = after in STOPS and (sound in "NM" or (sound == "m") == (after in LABIALS))
    written = "m" if after in LABIALS and sound in "NM" else "n" if sound in "NM" else sound
    if sound == "M" or (sound == "N" and after in "sh"):
        return ("", written)
    if homorganic and before and before in "Aieuo":
        return (written, "")
    if homorganic and before == "a" and written == "m" and sound == "m":
        return (written, "")
    return (written,)


def _breath(sounds: str) -> list[str]:
    """h loosens the short vowel beside it (shehad, shahid) and is lost after a liquid (kulhad)."""
    forms = [sounds]
    loose = re.sub(rf"(?<=[^{_V}])[ei](?=h[^{_V}]|h[{_V}])|(?<=[{_V}]h)[ei](?=[^{_V}])", "a", sounds)
    if loose != sounds:
        forms.append(loose)
    lost = re.sub(rf"(?<=[{_V}][lnmr])a?h(?=[{_V}])", "", re.sub(r"[aA]hi$", "Ai", sounds))
    if lost != sounds:
        forms.append(lost)
    return forms


def _labials(sounds: str) -> list[str]:
    """A nasalised v is heard as m (आँवला, amla), n as m before p and b,
    m as n before k and g (kumkum, kunkum)."""
    moved = re.sub("[NM]v", "m", re.sub("n(?=[pPbB])|m(?=[kKgG])", "N", sounds))
    return list(dict.fromkeys((sounds, moved)))


def _hiatus(sounds: str) -> list[str]:
    """u beside a vowel is written v too (madua, madwa; चिउड़ा, चिवड़ा); i beside ā is written y (ਪਾਇਲ,
    पायल); ei at the end is said ai (ଚଟେଇ)."""
    with_y = re.sub(rf"(?<=A)i(?=[^{_V}])", "y", sounds)
    with_v = re.sub(rf"(?<=.[^{_V}])[uo](?=A)|(?<=[Aie])[uo](?=[^{_V}])", "v", sounds)
    return list(dict.fromkeys((sounds, with_y, re.sub("ei$", "Ai", with_v))))
