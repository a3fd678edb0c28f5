"""A picture of a lesson as a page draws it: the drawing, and in its slot a good: hers, or one that stands for it."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.templatetags.static import static

from haat.catalogue.models import Craft
from haat.core.files import picture_url
from haat.learning.data import called
from haat.learning.lessons import Shown, Words

FOLDER = "ui/drawings/lessons"
# Where a good lies in a drawing: the class of its slot (ui/lessons.css).
SLOTS = {
    "door-light": "mat",
    "night-bulb": "dark",
    "white-cloth": "cloth",
    "busy-quilt": "cloth",
    "phone-whole": "glass",
    "phone-cut": "cut",
    "say-name": "beside",
    "card-name": "card",
    "craft-test": "test",
    "market-minus": "screen",
}
HERE = Path(__file__).parent / "static" / FOLDER


@dataclass(frozen=True)
class Own:
    """What stands for her own work: a picture of hers (its digest), else the drawing of her craft."""

    digest: str = ""
    craft: Craft | None = None

    @property
    def drawing(self) -> str:
        return self.craft.drawing.removesuffix(".svg") if self.craft is not None else ""


@dataclass(frozen=True)
class Drawn:
    """Addresses of a picture and of the good in its slot; `photo`: that is a photograph.

    `words` stand on it; `says` is what it shows, for who hears it (None: a mart's own picture, of which nobody said).
    """

    src: str
    slot: str = ""
    good: str = ""
    photo: bool = False
    words: Words | None = None
    says: Words | None = None


def draw(shown: Shown, own: Own) -> Drawn:
    """How a picture is drawn for who has `own` work."""
    if shown.digest:
        return Drawn(picture_url(shown.digest, 640), words=shown.words)
    if not shown.drawing:
        return Drawn("", words=shown.words)
    src, slot = static(f"{FOLDER}/{shown.drawing}.svg"), SLOTS.get(shown.drawing, "")
    words, says = shown.words, called().get(shown.drawing)
    good = ((own.drawing if shown.own else "") or shown.good) if slot else ""
    if slot and shown.own and own.digest:
        return Drawn(src, slot, picture_url(own.digest, 320), True, words, says)
    drawn = Drawn(src, words=words, says=says)
    return replace(drawn, slot=slot, good=static(f"ui/drawings/{good}.svg")) if good else drawn


@cache
def drawings() -> tuple[str, ...]:
    """The names of all drawings of lessons."""
    return tuple(sorted(path.stem for path in HERE.glob("*.svg")))
