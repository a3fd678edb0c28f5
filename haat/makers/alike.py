"""One key for a name however it is spelt, in Latin letters or Devanagari: `सीता समूह` and `Seeta Samooh SHG` agree."""

import re
from functools import lru_cache

from haat.core.slugs import slug
from haat.makers.naming import Names

MOST_KEY = 60
# Spellings of one sound; longer ones first. Vowels are told apart but for a, which every speller leaves out elsewhere.
_SOUNDS = (
    *(("chh", "c"), ("ksh", "ks"), ("x", "ks"), ("ch", "c"), ("sh", "s"), ("ph", "f"), ("th", "t"), ("dh", "d")),
    *(("bh", "b"), ("kh", "k"), ("gh", "g"), ("jh", "j"), ("gy", "g"), ("jn", "g"), ("ee", "i"), ("oo", "u")),
    *(("w", "v"), ("z", "j"), ("q", "k"), ("ck", "k"), ("y", "i"), ("mb", "nb"), ("mp", "np")),
)
# What half of all groups are called besides their name.
_GENERIC_NAMES = (
    *("group", "shg", "self", "help", "samuh", "samooh", "swayam", "svayam", "sahayata", "sahayta", "mahila"),
    *("mandal", "bachat", "gat", "ajivika", "aajeevika", "utpadak", "producer", "the", "ek"),
)


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """A word of ASCII letters by its sound: `laxmi` and `lakshmee` give `lksmi`."""
    for spelt, heard in _SOUNDS:
        word = word.replace(spelt, heard)
    return re.sub(r"(.)\1+", r"\1", word.replace("a", "")) or word


_GENERIC = frozenset(map(sound, _GENERIC_NAMES))


def key_of(name: str) -> str:
    """The key of one name; what Haat cannot read in Latin letters is its own key. Empty when nothing is left."""
    words = slug(name, limit=200).split("-")
    heard = [sound(word) for word in words if word]
    own = [word for word in heard if word not in _GENERIC] or heard
    return ("".join(own) or "".join(name.casefold().split()))[:MOST_KEY]


def keys_of(names: Names) -> set[str]:
    """The keys of a maker's names."""
    return {key for name in names.values() if (key := key_of(name))}
