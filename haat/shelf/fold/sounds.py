"""The sounds every script is read into.

One letter is one sound. Capital stops are aspirated (``K`` is ख), ``R`` is the flap ड़/ढ़, ``N`` a nasal
that takes the place of the next consonant (ं, न्द), ``M`` a nasalised vowel (ँ). Vowels: ``a`` is schwa or
unknown, ``A`` long ā, then ``i e u o``; length and the diphthongs are folded here (ai is e, au is o).
A dental and a retroflex stop are one sound: Latin spelling cannot tell them apart.

A reading of a word is a list of segments; a segment is a tuple of alternatives, likeliest first.
"""

Segment = tuple[str, ...]

VOWELS = "aAieuo"
STOPS = "kKgGcCjJtTdDpPbBR"
LABIALS = "pPbBm"
PLAIN = str.maketrans("KGCJTDPB", "kgcjtdpb")
ASCII = {
    "K": "kh",
    "G": "gh",
    "C": "ch",
    "J": "jh",
    "T": "th",
    "D": "dh",
    "P": "ph",
    "B": "bh",
    "R": "x",
    "A": "a",
}


def spell(sounds: str) -> str:
    """The sounds as lower-case ASCII."""
    return "".join(ASCII.get(sound, sound) for sound in sounds)
