"""Where a list says a group is: blocks and villages however they are spelt, each looked up once."""

import re
from collections import defaultdict

from haat.core.languages import best
from haat.core.slugs import slug
from haat.makers.alike import key_of
from haat.places.models import Mart, Place
from haat.places.queries import Called, blocks_of, localities_of
from haat.roster.reading import Bad

_WITHIN = re.compile(r"[(（\[](.*?)[)）\]]")
_KINDS = re.compile(
    r"\b(?:block|tehsil|taluka|development|village|gram|gp|mauja|tola)\b|^(?:प्रखंड|विकासखंड|ग्राम)\s", re.I
)


def _spellings(text: str) -> list[str]:
    """What may be meant by `Geedam (गीदम)`: all of it, without the bracket, what stands in it, without `block`."""
    bare = re.sub(r"[(（\[].*", "", text).strip()
    within = [part.strip() for part in _WITHIN.findall(text)]
    return [each for each in dict.fromkeys((text, bare, *within, _KINDS.sub("", bare).strip())) if each]


class _Spelt:
    """Places by name or LGD code in any language; where none is called so by its sound, if only one has it."""

    def __init__(self, places: list[Place]) -> None:
        self._called = Called(places)
        sounds: dict[str, dict[int, Place]] = defaultdict(dict)
        for place in places:
            for name in place.names.values():
                sounds[key_of(name)][place.pk] = place
        self._sounds = {key: next(iter(found.values())) for key, found in sounds.items() if len(found) == 1 and key}

    def find(self, text: str) -> tuple[Place | None, bool]:
        """The place, and whether it was spelt otherwise."""
        for each in _spellings(text):
            if found := self._called.find(each):
                return found, each != text
        for each in _spellings(text):
            if found := self._sounds.get(key_of(each)):
                return found, True
        return None, False


class Places:
    """The blocks of a mart and the villages of each, as the rows of a list name them."""

    def __init__(self, mart: Mart) -> None:
        self._mart = mart
        blocks = blocks_of(mart)
        self._only = blocks[0] if len(blocks) == 1 else None
        self._blocks = _Spelt(blocks)
        self._in: dict[int, _Spelt] = {}
        self._block: dict[str, tuple[Place | None, bool]] = {}
        self._village: dict[tuple[int, str], tuple[Place | None, bool]] = {}
        self._written: dict[tuple[int, str], str] = {}
        district = mart.place if mart.place.kind == Place.Kind.DISTRICT else None
        names = [district.slug, *district.names.values()] if district else []
        self._district = {slug(each) for each in names} | {key_of(each) for each in names}

    def check_district(self, text: str) -> None:
        """Raises Bad for a row of another district; one that nobody can read says nothing."""
        if not (text and self._district) or text.isdigit():
            return
        told = {slug(each) for each in _spellings(text)} | {key_of(each) for each in _spellings(text)}
        if not told & self._district:
            raise Bad("district", "other_district", text)

    def block(self, text: str) -> tuple[Place | None, bool]:
        """The block a row names, and whether it was spelt otherwise; None where it names none. Raises Bad."""
        if not text:
            return self._only, False
        if text not in self._block:
            self._block[text] = self._blocks.find(text)
        if self._block[text][0] is None:
            raise Bad("block", "block", text)
        return self._block[text]

    def village(self, block: Place, text: str, lgd: str) -> tuple[Place | None, bool]:
        """The village of a block, and whether it was spelt otherwise; None when the list of places has none such."""
        key = block.pk, lgd or text
        if key not in self._village:
            if block.pk not in self._in:
                self._in[block.pk] = _Spelt(localities_of(block))
            places = self._in[block.pk]
            found = places.find(lgd) if lgd else (None, False)
            self._village[key] = found if found[0] or not text else places.find(text)
        return self._village[key]

    def written(self, block: Place, text: str) -> str:
        """How a village that no list of places has is written: as the first row wrote it that means the same."""
        key = block.pk, key_of(text) or text
        return self._written.setdefault(key, text)


def called(place: Place) -> str:
    """A place's name, for a remark."""
    return best(place.names).text
