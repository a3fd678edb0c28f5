"""What the search is asked when it is measured: eight classes of words, drawn with a seed from goods' own names.

Nobody chose a word, so none is friendly. A word drawn out of a name is as frequent as names make it. What was drawn is
kept beside the data, so that a catalogue that grows is asked the same.
"""

import json
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

from haat.places.models import Mart
from haat.shelf.models import Shelf, ShelfText
from haat.shelf.queries import listing
from haat.web.shop.look.filters import BANDS, band_name

CLASSES = ("common", "rare", "three words", "typo", "other script", "price band", "block", "nothing found")
EACH = 25
LANGUAGE = "hi"  # of the pages that are asked for
KEPT = "bench-words.json"
NAMES = 20_000  # so many goods' names are looked at, spread over all
COMMON = 1 / 200  # a word of so many names is common
# The Brahmi scripts lie in blocks of 128 signs in one order: a word is written in another by moving it.
DEVANAGARI, SCRIPTS = 0x900, (0x980, 0xA00, 0xA80, 0xB00, 0xC00, 0xC80)
SIGNS = dict(zip("bcdghjklmnprst", "बचदगहजकलमनपरसत", strict=True)) | dict(zip("aeiou", "ाेिोु", strict=True))
SYLLABLES = re.compile(r"(?:[bcdghjklmnprst][aeiou])+")


@dataclass(frozen=True)
class Asked:
    """One search: its class, what was typed, and what it was narrowed to."""

    kind: str
    words: str
    price: str = ""
    block: str = ""

    @property
    def address(self) -> str:
        said = {"q": self.words, "price": self.price, "block": self.block}
        return f"/{LANGUAGE}/search/?" + urlencode({name: value for name, value in said.items() if value})


def _indian(word: str) -> bool:
    return "ऀ" <= word[0] <= "ॿ"


class Drawn:
    """The names of a mart's goods, and words out of them by one generator."""

    def __init__(self, mart: Mart, seed: int) -> None:
        self.mart, self.rng = mart, random.Random(seed)
        texts = ShelfText.objects.filter(mart=mart).order_by("pk").values_list("name", flat=True)
        step = texts.count() // NAMES | 1  # odd: a good's texts follow one another, a language at a time
        self.names = [name.split() for name in islice(texts.iterator(), 0, None, step)]
        self.counts = Counter(word for name in self.names for word in set(name))
        self.types = sorted(self.counts)
        self.blocks = sorted(set(Shelf.objects.filter(mart=mart).values_list("block", flat=True)))

    def word(self, *, of: Callable[[str], bool] = lambda _word: True) -> str:
        """A word of a name, as likely as it is frequent, for which `of` holds."""
        return next(word for word in self._tokens() if of(word))

    def _tokens(self) -> Iterator[str]:
        while True:
            yield self.rng.choice(self.rng.choice(self.names))

    def _like(self, word: str) -> str:
        """Another word in the same script, not of the shortest."""
        return self.word(of=lambda other: len(other) > 2 and _indian(other) == _indian(word))

    def common(self) -> Asked:
        least = COMMON * len(self.names)
        return Asked("common", self.rng.choice([word for word in self.types if self.counts[word] >= least]))

    def rare(self) -> Asked:
        most = sorted(self.counts.values())[len(self.counts) // 2]
        return Asked("rare", self.rng.choice([word for word in self.types if self.counts[word] <= most]))

    def three_words(self) -> Asked:
        """Two in three are of one name; the third has words of three goods, which hardly any good has together."""
        name = self.rng.choice([name for name in self.names[:500] if len(name) > 2])
        words = self.rng.sample(name, 3) if self.rng.random() < 2 / 3 else [self.word() for _turn in range(3)]
        return Asked("three words", " ".join(words))

    def typo(self) -> Asked:
        """One letter left out, doubled, changed for another or for its neighbour; never a word that is there."""
        while True:
            word = self.word(of=lambda word: len(word) > 3)
            at = self.rng.randrange(1, len(word) - 1)
            other = self.rng.choice(self._like(word))
            wrong = self.rng.choice(
                (
                    word[:at] + word[at + 1 :],
                    word[:at] + word[at] + word[at:],
                    word[:at] + other + word[at + 1 :],
                    word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                )
            )
            if wrong not in self.counts:
                return Asked("typo", wrong)

    def other_script(self) -> Asked:
        """A word of a name, frequent or made up, in one of six scripts that no name is written in."""
        word = self.word(of=lambda word: _indian(word) or bool(SYLLABLES.fullmatch(word)))
        block = self.rng.choice(SCRIPTS)
        written = "".join(SIGNS.get(sign, sign) for sign in word)
        return Asked("other script", "".join(chr(ord(sign) - DEVANAGARI + block) for sign in written))

    def price_band(self) -> Asked:
        return Asked("price band", self.word(), price=band_name(self.rng.choice(BANDS)))

    def block(self) -> Asked:
        return Asked("block", self.word(), block=self.rng.choice(self.blocks))

    def nothing_found(self) -> Asked:
        """Letters of goods' names in a row that no good has, nor sounds like, in none of its words."""
        while True:
            word = self.word()
            word = "".join(self.rng.sample(word + self._like(word) + self._like(word), 9))
            if listing(self.mart, LANGUAGE, query=word).total == 0:
                return Asked("nothing found", word)


def draw(mart: Mart, *, seed: int = 8, each: int = EACH) -> list[Asked]:
    """`each` different searches of every class."""
    drawn, found = Drawn(mart, seed), dict[Asked, None]()
    for number, kind in enumerate(CLASSES, 1):
        turn = getattr(drawn, kind.replace(" ", "_"))
        for _turn in range(100 * each):
            found[turn()] = None
            if len(found) == number * each:
                break
    assert len(found) == each * len(CLASSES), "the catalogue is too small to draw from"
    return list(found)


def asked() -> list[Asked]:
    """The searches of the mart that is measured: drawn once, then kept beside its data."""
    kept = Path(os.environ["HAAT_DATA_DIR"]) / KEPT
    if not kept.exists():
        drawn = draw(Mart.objects.get(slug="bench"))
        kept.write_text(json.dumps([vars(each) for each in drawn], ensure_ascii=False), encoding="utf-8")
    return [Asked(**each) for each in json.loads(kept.read_text(encoding="utf-8"))]
