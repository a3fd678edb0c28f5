"""Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada and Malayalam to sounds.

The nine blocks are laid out alike in Unicode, 128 code points each, so one table by offset reads them
all; what a script does its own way stands in ``OWN``.
"""

from haat.shelf.fold.sounds import Segment

FIRST, LAST, BLOCK = 0x0900, 0x0D7F, 0x80
DEVANAGARI, BENGALI, GURMUKHI, GUJARATI, ODIA, TAMIL, TELUGU, KANNADA, MALAYALAM = range(9)
SOUTHERN = (TAMIL, TELUGU, KANNADA, MALAYALAM)
NUKTA, VIRAMA, ADDAK = 0x3C, 0x4D, 0x71

_FLAP: Segment = ("d", "R")
_FLAP_H: Segment = ("D", "R")

CONSONANTS: dict[int, Segment] = {
    offset: (sound,) for offset, sound in zip(range(0x15, 0x3A), "kKgGncCjJntTdDntTdDnnpPbBmyrrlllvsssh", strict=True)
}
VOWELS: dict[int, Segment] = {
    0x04: ("a",), 0x05: ("a",), 0x06: ("A",), 0x07: ("i",), 0x08: ("i",), 0x09: ("u",), 0x0A: ("u",),
    0x0B: ("ri", "ru"), 0x0D: ("e",), 0x0E: ("e",), 0x0F: ("e",), 0x10: ("e",), 0x11: ("o", "A"),
    0x12: ("o",), 0x13: ("o",), 0x14: ("o",), 0x72: ("e",),
}  # fmt: skip
MATRAS: dict[int, Segment] = {
    0x3E: ("A",), 0x3F: ("i",), 0x40: ("i",), 0x41: ("u",), 0x42: ("u",), 0x43: ("ri", "ru"),
    0x45: ("e",), 0x46: ("e",), 0x47: ("e",), 0x48: ("e",), 0x49: ("o", "A"), 0x4A: ("o",),
    0x4B: ("o",), 0x4C: ("o",), 0x57: ("o",),
}  # fmt: skip
NASALS: dict[int, str] = {0x01: "M", 0x02: "N", 0x70: "N"}
# Consonant and nukta: क़ is k, ज़ is j, and so on; only the flaps and Bengali য় change.
WITH_NUKTA: dict[int, Segment] = {0x21: ("R",), 0x22: ("R",), 0x2F: ("y",), 0x2B: ("P",)}

OWN: dict[int, dict[int, Segment]] = {
    # ব also stands for v, ভ for the v of new words; য is said j.
    BENGALI: {0x2C: ("b", "v"), 0x2D: ("B", "v"), 0x2F: ("j", "y"), 0x4E: ("t",), 0x70: ("r",), 0x71: ("v",)},
    GURMUKHI: {0x5C: ("R",), 0x59: ("K",), 0x5A: ("g",), 0x5B: ("j",), 0x5E: ("P",)},
    GUJARATI: {},
    ODIA: {0x2C: ("b", "v"), 0x2F: ("j", "y"), 0x5F: ("y",), 0x71: ("v",)},
    TAMIL: {0x1C: ("j",), 0x34: ("l", "R")},
    TELUGU: {},
    KANNADA: {0x5E: ("P",)},
    MALAYALAM: {
        0x34: ("l", "R"), 0x7A: ("n",), 0x7B: ("n",), 0x7C: ("r",), 0x7D: ("l",), 0x7E: ("l",), 0x7F: ("k",),
    },
}  # fmt: skip
# Endings that another language says as long ā: ઝોલો and জুতো, તાંબું, மாலை, ಪೂಜೆ.
ENDINGS: dict[tuple[int, int], Segment] = {
    (GUJARATI, 0x4B): ("o", "A"), (GUJARATI, 0x41): ("u", "A"), (BENGALI, 0x4B): ("o", "A"),
    (TAMIL, 0x48): ("e", "A"), (KANNADA, 0x46): ("e", "A"),
}  # fmt: skip
CHILLU = range(0x7A, 0x80)
# Letters that carry no inherent vowel.
BARE = {BENGALI: (0x4E,), MALAYALAM: tuple(CHILLU)}
# Tamil writes one letter for voiced and voiceless, plain and aspirated: the place in the word decides.
TAMIL_STOPS: dict[int, tuple[str, str]] = {
    0x15: ("kK", "gG"), 0x1A: ("cs", "sc"), 0x1F: ("t", "dR"), 0x24: ("t", "d"), 0x2A: ("pP", "bB"),
}  # fmt: skip


def place(char: str) -> tuple[int, int]:
    """Script number and offset in its block; script -1 when the letter is of another family."""
    code = ord(char)
    if not FIRST <= code <= LAST:
        return -1, code
    return (code - FIRST) // BLOCK, (code - FIRST) % BLOCK


class Reader:
    """Reads one run of Brahmi letters, left to right."""

    def __init__(self, word: str) -> None:
        self.places = [place(char) for char in word]
        self.assamese = any(char in "ৰৱ" for char in word)
        self.segments: list[Segment] = []
        self.at = 0

    def read(self) -> list[Segment]:
        while self.at < len(self.places):
            script, offset = self.places[self.at]
            own = OWN.get(script, {})
            if offset in CONSONANTS or (offset in own and offset not in VOWELS):
                self._consonant(script, offset)
            else:
                self._sign(script, offset)
        southern = bool(self.places) and self.places[-1][0] in SOUTHERN
        if southern and len(self.segments) > 4 and self.segments[-2:] == [("a",), ("m",)]:
            self.segments[-2:] = [("am", "")]  # தோரணம் is तोरण
        return self.segments

    def _offset(self, at: int) -> int:
        return self.places[at][1] if 0 <= at < len(self.places) else -1

    def _sign(self, script: int, offset: int) -> None:
        self.at += 1
        if script == ODIA and offset == 0x05 and self.at == len(self.places) > 1:
            return  # ଘିଅ is said ghi
        if offset in VOWELS:
            self.segments.append(self._vowel(script, VOWELS[offset]))
        elif offset in MATRAS:
            self.segments.append(self._matra(script, offset))
        elif offset in NASALS:
            self.segments.append(self._nasal(script, NASALS[offset]))

    def _matra(self, script: int, offset: int) -> Segment:
        left = [place[1] for place in self.places[self.at :]]
        if (script, offset) in ENDINGS and left in ([], [0x02]):
            return ENDINGS[script, offset]
        # Bengali raises o to u before a closing i: টুপি is टोपी.
        if script == BENGALI and offset in (0x41, 0x42) and left[1:] in ([0x3F], [0x40]):
            return ("u", "o")
        return MATRAS[offset]

    def _nasal(self, script: int, sound: str) -> Segment:
        last = self.at == len(self.places)
        if script in SOUTHERN:
            return ("m",) if last else (sound, "m")
        if script == BENGALI and sound == "N" and (last or self._offset(self.at) in (0x30, 0x32, 0x39)):
            return ("ng",)
        return (sound,)

    def _vowel(self, script: int, segment: Segment) -> Segment:
        # Bengali writes w as ওয়: ওয়ারলি.
        following = (self._offset(self.at), self._offset(self.at + 1))
        if script == BENGALI and segment == ("o",) and following in ((0x2F, NUKTA), (0x5F, 0x3E)):
            self.at += 2 if following[0] == 0x2F else 1
            return ("v",)
        return segment

    def _consonant(self, script: int, offset: int) -> None:
        start = self.at
        self.at += 1
        sound = OWN.get(script, {}).get(offset) or CONSONANTS[offset]
        if self._offset(self.at) == NUKTA:
            self.at += 1
            sound = WITH_NUKTA.get(offset, sound)
        elif script == TAMIL and offset in TAMIL_STOPS:
            sound = self._tamil(start, offset)
        elif offset in (0x21, 0x22) and start > 0 and not self._doubled(start):
            sound = _FLAP if offset == 0x21 else _FLAP_H
        elif offset == 0x35 and start == 0 and script in (GUJARATI, GURMUKHI):
            sound = ("v", "b")  # વાંસ is बाँस
        elif offset == 0x15 and self._after_velar_nasal(start) and script in (BENGALI, ODIA, MALAYALAM):
            sound = ("k", "g")  # পালঙ্ক is पलंग
        elif self.assamese and offset in (0x1A, 0x1B):
            sound = ("c", "s")
        if script == BENGALI and offset == 0x2F and self._offset(start - 1) == VIRAMA and start > 1:
            sound = ("",)  # the য-ফলা lengthens the consonant before it
        self.segments.append(sound)
        self._inherent(script, offset, start)

    def _inherent(self, script: int, offset: int, start: int) -> None:
        following = self._offset(self.at)
        if following == VIRAMA:
            self.at += 1
        elif offset in BARE.get(script, ()) or following in MATRAS:
            pass
        elif self.at < len(self.places):
            self.segments.append(("a",))
        elif script in SOUTHERN:
            self.segments.append(("A", ""))
        elif self._offset(start - 1) == VIRAMA:
            self.segments.append(("", "A"))  # वस्त्र is said vastra, शिल्प both ways

    def _after_velar_nasal(self, start: int) -> bool:
        return self._offset(start - 1) == VIRAMA and self._offset(start - 2) == 0x19

    def _doubled(self, start: int) -> bool:
        here = self.places[start][1] & ~1
        after = self._offset(start + 1) == VIRAMA and self._offset(start + 2) & ~1 == here & ~1
        before = self._offset(start - 1) == VIRAMA and self._offset(start - 2) in (0x21, 0x22)
        return after or before or self._offset(start - 1) == ADDAK

    def _tamil(self, start: int, offset: int) -> Segment:
        hard, soft = TAMIL_STOPS[offset]
        before = self._offset(start - 2) if self._offset(start - 1) == VIRAMA else -1
        after = self._offset(start + 2) if self._offset(start + 1) == VIRAMA else -1
        if offset in (before, after):
            return (hard[0], soft[0]) if offset != 0x1A else ("c",)
        if before in (0x19, 0x1E, 0x23, 0x28, 0x29, 0x2E):
            return tuple(soft + hard[0]) if offset != 0x1A else ("j", "c")
        if start == 0:
            return tuple(hard + soft)
        if offset == 0x15 and before < 0 and self._offset(start + 1) not in (VIRAMA, -1):
            return ("g",)  # ராகி; k between vowels is written double
        return tuple(hard[0] + soft)
