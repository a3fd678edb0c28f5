"""Ol Chiki (Santali) and Arabic letters (Urdu) to sounds."""

from haat.shelf.fold.sounds import Segment

OL_CHIKI: dict[str, Segment] = {
    "ᱚ": ("a", "o"), "ᱟ": ("A",), "ᱤ": ("i",), "ᱩ": ("u",), "ᱮ": ("e",), "ᱳ": ("o",),
    "ᱛ": ("t",), "ᱜ": ("g",), "ᱝ": ("ng", "N"), "ᱞ": ("l",), "ᱠ": ("k",), "ᱡ": ("j",), "ᱢ": ("m",),
    "ᱣ": ("v",), "ᱥ": ("s",), "ᱦ": ("h",), "ᱧ": ("n",), "ᱨ": ("r",), "ᱪ": ("c",), "ᱫ": ("d",),
    "ᱬ": ("n",), "ᱭ": ("y",), "ᱯ": ("p",), "ᱰ": ("d", "R"), "ᱱ": ("n",), "ᱲ": ("R",), "ᱴ": ("t",),
    "ᱵ": ("b",), "ᱶ": ("v",), "ᱸ": ("M",), "ᱺ": ("M",),
}  # fmt: skip
OL_CHIKI_BREATH = "ᱷ"

ARABIC: dict[str, Segment] = {
    "ا": ("A",), "آ": ("A",), "أ": ("A",), "إ": ("i",), "ب": ("b",), "پ": ("p",), "ت": ("t",),
    "ٹ": ("t",), "ث": ("s",), "ج": ("j",), "چ": ("c",), "ح": ("h",), "خ": ("K",), "د": ("d",),
    "ڈ": ("d", "R"), "ذ": ("j",), "ر": ("r",), "ڑ": ("R",), "ز": ("j",), "ژ": ("j",), "س": ("s",),
    "ش": ("s",), "ص": ("s",), "ض": ("j",), "ط": ("t",), "ظ": ("j",), "ع": ("A",), "غ": ("g",),
    "ف": ("P",), "ق": ("k",), "ک": ("k",), "ك": ("k",), "گ": ("g",), "ل": ("l",), "م": ("m",),
    "ن": ("n",), "ں": ("M",), "ہ": ("h",), "ه": ("h",), "ۂ": ("h",), "ة": ("A",), "ۃ": ("A",),
    "ے": ("e",), "ۓ": ("e",), "\u064e": ("a",), "\u0650": ("i",), "\u064f": ("u",), "ؤ": ("o",),
    "ئ": ("",),
}  # fmt: skip
ARABIC_BREATH = "ھ"
UNWRITTEN: Segment = ("", "i", "u")
_BREATHED = str.maketrans("kgcjtdpb", "KGCJTDPB")


def breathe(segment: Segment) -> Segment:
    """The segment with its stop aspirated."""
    return tuple(sound.translate(_BREATHED) for sound in segment)


def read_ol_chiki(word: str) -> list[Segment]:
    """Segments of a run of Ol Chiki letters; an alphabet, so every vowel is written."""
    segments: list[Segment] = []
    for char in word:
        if char == OL_CHIKI_BREATH and segments:
            segments[-1] = breathe(segments[-1])
        elif char in OL_CHIKI:
            segments.append(OL_CHIKI[char])
    return segments


def read_arabic(word: str) -> list[Segment]:
    """Segments of a run of Arabic letters as Urdu uses them: short vowels are mostly not written."""
    segments: list[Segment] = []
    open_before = True  # a vowel, or nothing, stands before the next letter
    last = len(word) - 1
    for at, char in enumerate(word):
        if char == ARABIC_BREATH and segments:
            segments[-1] = breathe(segments[-1])
            continue
        segment, is_vowel = _arabic(word, at, last, open_before)
        if segment is None:
            continue
        if not is_vowel and not open_before and char != "ں":
            segments.append(UNWRITTEN)
        segments.append(segment)
        open_before = is_vowel or char == "ں"
    return segments


def _arabic(word: str, at: int, last: int, open_before: bool) -> tuple[Segment | None, bool]:
    char = word[at]
    if char == "ا" and at == 0 and last > 0 and word[1] not in "ویے":
        return ("A", "i", "u"), True
    before_vowel = at < last and (word[at + 1] in "اآےیو" or word[at + 1 :] == "ہ")
    if char == "و":
        return _glide("v", ("o", "u"), at, open_before, before_vowel)
    if char in "یيى":
        if at == last:
            return ("i",), True
        return _glide("y", ("e", "i"), at, open_before, before_vowel)
    if char in "ہه" and at == last and (not open_before or word[at - 1] in "وی"):
        return ("A",), True
    if char == "ئ" and at < last and word[at + 1] not in "یے":
        return ("i",), True
    segment = ARABIC.get(char)
    return segment, segment is not None and segment[0] in ("a", "A", "i", "u", "e", "o", "")


def _glide(glide: str, vowels: Segment, at: int, open_before: bool, before_vowel: bool) -> tuple[Segment, bool]:
    """و and ی: a consonant between vowels, else a vowel."""
    if at == 0:
        return (glide,), False
    if open_before and before_vowel:
        return (glide,), False
    if before_vowel:
        return (glide, *vowels), True
    return (*vowels, glide) if open_before else vowels, True
