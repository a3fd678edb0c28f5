"""ASCII names for addresses, from text in any script Haat can read: `बाँस की डलिया` → `bans-ki-daliya`."""

import re
import unicodedata
from collections.abc import Callable, Container, Iterable
from functools import lru_cache


def _table(pairs: str) -> dict[str, str]:
    return {pair[0]: pair[2:] for pair in pairs.split()}


_VOWELS = _table("अ=a आ=aa इ=i ई=i उ=u ऊ=u ऋ=ri ऌ=li ए=e ऐ=ai ओ=o औ=au ऍ=e ऑ=o ऎ=e ऒ=o")
_SIGNS = _table("ा=a ि=i ी=i ु=u ू=u ृ=ri ॄ=ri े=e ै=ai ो=o ौ=au ॅ=e ॉ=o ॆ=e ॊ=o")
_CONSONANTS = _table(
    "क=k ख=kh ग=g घ=gh ङ=n च=ch छ=chh ज=j झ=jh ञ=n ट=t ठ=th ड=d ढ=dh ण=n त=t थ=th द=d "
    "ध=dh न=n प=p फ=ph ब=b भ=bh म=m य=y र=r ल=l व=v श=sh ष=sh स=s ह=h ळ=l"
)
_VIRAMA, _NUKTA = "\u094d", "\u093c"
_NASALS = {"ं": "n", "ँ": "n", "ः": "h"}
# Pairs read otherwise with a dot below; NFD takes the composed letters apart first.
_DOTTED = {"ज": "z", "फ": "f", "ड": "d", "ढ": "dh"}


def latin(text: str) -> str:
    """Devanagari as people type it in Latin letters; other scripts lose only their accents."""
    return " ".join(_word(word) for word in unicodedata.normalize("NFD", text).split())


@lru_cache(maxsize=65_536)
def _word(word: str) -> str:
    """One word; kept, for lists of a district hold a million names made of some thousand words."""
    out: list[str] = []
    for place, char in enumerate(word):
        if char in _CONSONANTS:
            rest = word[place + 1 :]
            dotted = rest.startswith(_NUKTA)
            out.append(_DOTTED.get(char, _CONSONANTS[char]) if dotted else _CONSONANTS[char])
            if _says_a(rest[dotted:], first=not out[:-1]):
                out.append("a")
        elif char in (_VIRAMA, _NUKTA):
            continue
        elif unicodedata.category(char) == "Nd":
            out.append(str(unicodedata.decimal(char)))
        else:
            out.append(_VOWELS.get(char) or _SIGNS.get(char) or _NASALS.get(char) or char)
    return "".join(out)


def _says_a(rest: str, *, first: bool) -> bool:
    """True when the consonant before `rest` carries its own short a, which the end of a word swallows."""
    if not rest or not (rest[0].isalpha() or unicodedata.category(rest[0]).startswith("M")):
        return first
    return rest[0] not in _SIGNS and rest[0] != _VIRAMA


def slug(text: str, *, limit: int = 60) -> str:
    """Lower-case ASCII words joined by hyphens, at most `limit` long; empty when nothing can be read."""
    plain = unicodedata.normalize("NFKD", latin(text)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[:limit].strip("-")


def free_slug(texts: Iterable[str], taken: Container[str], *, limit: int = 60, otherwise: str) -> str:
    """The slug of the first of `texts` that gives one (else `otherwise`), numbered when it is taken."""
    base = next(filter(None, (slug(text, limit=limit - 5) for text in texts)), otherwise)
    candidate, number = base, 2
    while candidate in taken:
        candidate, number = f"{base}-{number}", number + 1
    return candidate


def numbered(base: str, is_taken: Callable[[str], bool]) -> str:
    """The address itself, or with a number where it is taken.

    Asks for one address at a time, in leaps and then closer: of a thousand of one name it asks for twenty.
    """
    if not is_taken(base):
        return base
    taken, free = 1, 2
    while is_taken(f"{base}-{free}"):
        taken, free = free, free * 2
    while free - taken > 1:
        middle = (taken + free) // 2
        if is_taken(f"{base}-{middle}"):
            taken = middle
        else:
            free = middle
    return f"{base}-{free}"
