"""Kruti Dev 010, and DevLys 010 that has its keys: what was typed in these fonts, as Unicode, where that is sure.

Such a font draws parts of Devanagari on the keys of a Remington typewriter: letters whole (d क) or without their
stroke (D, half a क), the stroke (k) that also is the sign ा, a sign for ि before its letters and one for र् after them.
So a text is put together as a typist did it, syllable by syllable; what she cannot have meant (a vowel sign without a
letter, half a letter at the end of a word, a sign the table does not know) is not guessed.

The table is what the font draws on each key. It was compared, key by key, with the tables that converters carry
(extract_text/krutidev_unicode_converter.py of Open-Speech-EkStep, and others on GitHub); keys of which these disagree,
and those that word processors change by themselves (curly quotes, dashes), are left out.
"""

import unicodedata
from dataclasses import dataclass

HALANT, NUKTA, REPH, I_SIGN, STROKE, RA_BELOW = "्", "़", "र्", "ि", "ा", "्र"


def _pairs(text: str) -> dict[str, str]:
    """`d क  x ग` → {"d": "क", "x": "ग"}."""
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


# Letters and conjuncts as they stand.
WHOLE = _pairs(
    "d क x ग ³ ङ p च N छ t ज > झ ¥ ञ V ट B ठ M ड < ढ r त n द u न i प Q फ c ब Ò भ e म ; य j र y ल G ळ o व l स g ह "
    "ô क्क Ø क्र Ô क्र = त्र K ज्ञ J श्र | द्य } द्व ) द्ध í द्द Ì द्द æ द्र é न्न ç प्र Á प्र Ý फ्र "
    "ê ट्ट Í ट्ट ë ट्ठ Î ट्ठ ì ड्ड Ï ड्ड ï ड्ढ à ह्न á ह्य ã ह्म"
)
# Without their stroke; STROKE makes them whole.
HALF = _pairs(
    "D क् [ ख् X ग् ? घ् Ä घ् P च् T ज् ÷ झ् Ö झ् . ण् R त् F थ् / ध् è ध् U न् I प् ¶ फ् C ब् H भ् E म् ¸ य् Y ल् O व् "
    "' श् Ü श् \" ष् L स् { क्ष् º ह् Ù त्त् ™ न्न् « त्र्"
)
# With their vowel sign in one key.
WITH_SIGN = _pairs("# रु : रू Ñ कृ â हृ")
VOWELS = _pairs("v अ b इ Ã ई m उ Å ऊ _ ऋ , ए")
SIGNS = _pairs("h ी q ु w ू ` ृ ‚ ॉ")
MARKS = _pairs("a ं ¡ ँ % ः")
OTHERS = _pairs("A । - . & - ] , @ / \\ ? ( ; ¼ ( ½ ) ^ ‘ * ’ Þ “ ß ” ¾ = ¿ { À } Œ ॰ ñ ॰ ! !") | _pairs(
    "å ० ƒ १ „ २ … ३ † ४ ‡ ५ ˆ ६ ‰ ७ Š ८ ‹ ९"
)
# A vowel or sign, and a key after it that makes it another.
GROWN = {
    ("अ", "k"): "आ",
    ("आ", "s"): "ओ",
    ("आ", "S"): "औ",
    ("आ", "W"): "ऑ",
    ("अ", "‚"): "ऑ",
    ("इ", "Z"): "ई",
    ("ए", "s"): "ऐ",
    ("", "k"): "ा",
    ("", "s"): "े",
    ("", "S"): "ै",
    ("", "W"): "ॅ",
    ("ा", "s"): "ो",
    ("ा", "S"): "ौ",
    ("ा", "W"): "ॉ",
}
# Signs of Persian sounds stand at these letters alone.
DOTTED = frozenset("कखगजडढफ")
# Below round letters ra and ya have keys of their own.
BELOW = {"z": RA_BELOW, "ª": RA_BELOW, "î": "्य"}
ROUND = frozenset("छटठडढ")


class Unsure(Exception):
    """What was typed cannot be read surely; `sign` is where."""

    def __init__(self, sign: str) -> None:
        super().__init__(sign)
        self.sign = sign


@dataclass
class _Syllable:
    """Letters, or a vowel that stands for itself, and what hangs on them."""

    letters: str = ""
    sign: str = ""
    marks: str = ""
    reph: bool = False
    i_sign: bool = False
    halved: bool = False  # its last letter still lacks the stroke
    vowel: bool = False

    @property
    def open(self) -> bool:
        """Another letter joins it."""
        return self.letters.endswith(HALANT)

    def text(self) -> str:
        return (REPH if self.reph else "") + self.letters + (I_SIGN if self.i_sign else self.sign) + self.marks


def to_unicode(text: str) -> str:
    """What was typed in Kruti Dev or DevLys 010, as Unicode. Raises Unsure."""
    done, now = list[str](), _Syllable()
    for key in text:
        if not _hangs_on(now, key):
            done.append(_ended(now, key))
            now = _begun(key)
            if key.isspace() or key in OTHERS or (key.isascii() and key.isdigit()):
                done.append(OTHERS.get(key, key))
    done.append(_ended(now, text[-1:]))
    return unicodedata.normalize("NFC", "".join(done))


def _begun(key: str) -> _Syllable:
    """The syllable a key begins; an empty one when it stands between words."""
    if key == "f":
        return _Syllable(i_sign=True)
    if key in VOWELS:
        return _Syllable(VOWELS[key], vowel=True)
    if key in WITH_SIGN:
        return _Syllable(WITH_SIGN[key][:-1], sign=WITH_SIGN[key][-1])
    if key in WHOLE or key in HALF:
        return _Syllable(WHOLE.get(key) or HALF[key], halved=key in HALF)
    if key.isspace() or key in OTHERS or (key.isascii() and key.isdigit()):
        return _Syllable()
    raise Unsure(key)


def _ended(syllable: _Syllable, key: str) -> str:
    """Its text, where nothing is missing of it. Raises Unsure."""
    if syllable.halved or (syllable.i_sign and not syllable.letters):
        raise Unsure(key)
    return syllable.text()


def _hangs_on(now: _Syllable, key: str) -> bool:
    """Whether a key belongs to the syllable that was begun; then it is added. Raises Unsure."""
    if key in WHOLE or key in HALF or key in WITH_SIGN:
        return _joins(now, key)
    if not now.letters:
        return False
    if key == "k" and now.halved:
        now.letters, now.halved = now.letters.removesuffix(HALANT), False
    elif key == "+":
        _dot(now)
    elif key in BELOW:
        _put_below(now, key)
    elif key == "~" and not (now.vowel or now.open or now.sign or now.i_sign or now.marks):
        now.letters += HALANT
    elif key in MARKS and not now.open and MARKS[key] not in now.marks:
        now.marks += MARKS[key]
    elif key == "È" and not (now.sign or now.i_sign or now.open or now.vowel):
        now.sign, now.marks = "ी", "ं"
    else:
        return _grows(now, key)
    return True


def _joins(now: _Syllable, key: str) -> bool:
    """A letter: it joins letters that are open, or that ि waits for."""
    if not (now.open or (now.i_sign and not now.letters)):
        return False
    if key in WITH_SIGN:
        if now.i_sign:
            raise Unsure(key)
        now.letters, now.sign, now.halved = now.letters + WITH_SIGN[key][:-1], WITH_SIGN[key][-1], False
        return True
    now.letters, now.halved = now.letters + (WHOLE.get(key) or HALF[key]), key in HALF
    return True


def _dot(now: _Syllable) -> None:
    bare = now.letters.removesuffix(HALANT)
    if now.vowel or now.sign or bare[-1] not in DOTTED:
        raise Unsure("+")
    now.letters = bare + NUKTA + now.letters[len(bare) :]


def _put_below(now: _Syllable, key: str) -> None:
    last = now.letters[-1]
    if now.vowel or now.open or now.sign or now.marks or (key != "z") != (last in ROUND):
        raise Unsure(key)
    now.letters += BELOW[key]


def _grows(now: _Syllable, key: str) -> bool:
    """A vowel sign, र् above, or what makes one vowel another. False when the key begins something new."""
    if now.vowel and (now.letters, key) in GROWN and not now.marks:
        now.letters = GROWN[now.letters, key]
        return True
    if key in SIGNS or ("", key) in GROWN or key in ("Z", "~", "È") or key in MARKS:
        if now.vowel or now.open:
            raise Unsure(key)
        if key == "Z" and not now.reph:
            now.reph = True
        elif key in SIGNS and not (now.sign or now.i_sign or now.marks):
            now.sign = SIGNS[key]
        elif (now.sign, key) in GROWN and not (now.i_sign or now.marks):
            now.sign = GROWN[now.sign, key]
        else:
            raise Unsure(key)
        return True
    return False
