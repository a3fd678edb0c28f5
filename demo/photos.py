"""The demonstration's test pictures of goods for marketplaces: rendered beside the seed, and marked wherever they go.

The shop goes on showing the drawing first; marketplaces take no drawings, and get these.
"""

from concurrent.futures import Executor, Future
from typing import NamedTuple

from demo.goods import Stall, rows_of
from haat.catalogue import actions as catalogue
from haat.core.actor import MACHINE, Actor
from haat.core.files import Encoded, encode_made, keep
from haat.core.models import Picture
from haat.places.models import Mart
from haat.studio import actions as studio
from haat.studio.models import WhitePicture
from haat.studio.pictures import Measures

# What is drawn → what is rendered of it (demo.stills).
STILLS = {
    "bangles-lac.svg": "bangles",
    "basket-natural.svg": "basket",
    "clay-pot.svg": "pot",
    "quilt-patch.svg": "quilt",
    "honey-forest.svg": "honey",
    "sack-rice.svg": "sack",
    "wood-bowl.svg": "bowl",
    "kadhai.svg": "kadhai",
    "jute-bag-lac.svg": "bag",
    "khadi-shawl.svg": "shawl",
    "mat-lac.svg": "mat",
    "pickle-mango.svg": "barni",
    "peda-leaf.svg": "peda",
    "dokra-elephant.svg": "elephant",
}
# Of what is looked at from near before it is bought there is a third picture.
NEAR = ("bangles", "basket", "quilt", "bag", "shawl", "mat", "elephant")
# Of these nobody took a picture on white: the desk of a mart has it made. Its first is used, the next waits for a look.
CUT_OUT = ("basket", "kadhai")
_kept: dict[tuple[str, str], Picture] = {}
_coming: "dict[tuple[str, str], Future[Taken]]" = {}


class Taken(NamedTuple):
    """A rendered picture, encoded and measured, and its square."""

    encoded: Encoded
    measures: Measures
    square: bytes


def views_of(name: str) -> tuple[str, ...]:
    """The views that are taken of a good, in the order in which they are shown."""
    return (*([] if name in CUT_OUT else ["white"]), "cloth", *(["near"] if name in NEAR else []))


def taken(name: str, view: str) -> Taken:
    """Render a good from a view, and do with it what the worker does with an upload."""
    from demo.stills import still
    from haat.studio import pixels

    image = still(name, view)
    encoded = encode_made(image, rendered=True)
    measures = pixels.measures_of(image, sharpness=encoded.sharpness, brightness=encoded.brightness)
    return Taken(encoded, measures, pixels.square(image, measures.frame, rendered=True))


def begin(pool: Executor) -> None:
    """Have all of them rendered by a pool, after what it has to do already."""
    _kept.clear()
    _coming.clear()
    _coming.update(
        ((name, view), pool.submit(taken, name, view)) for name in STILLS.values() for view in views_of(name)
    )


def show(stall: Stall, *, by: Actor) -> None:
    """The desk adds them to the goods they fit, and looks at each; of some it has one laid on white."""
    asked: dict[str, WhitePicture] = {}
    for row in rows_of(stall.mart.slug):
        name, good = STILLS.get(row["drawing"]), stall.by_slug.get(row["slug"])
        if name is None or good is None:
            continue
        for view in views_of(name):
            picture = _picture(name, view)
            catalogue.add_photo(good, picture=picture, by=by)
            studio.tell_letters(good, picture=picture, letters=False, by=by)
        if name in CUT_OUT and name not in asked:
            asked[name] = studio.ask_white(good, picture=_picture(name, "cloth"), by=by)


def photographed(stall: Stall) -> list[str]:
    """The goods of a mart of which there are test pictures, by the content's names."""
    rows = (row for row in rows_of(stall.mart.slug) if row["drawing"] in STILLS)
    return [row["slug"] for row in rows if row["slug"] in stall.by_slug]


def look(mart: Mart, *, by: Actor) -> None:
    """Somebody looks at the mart's first that was laid on white, and uses it."""
    waiting = WhitePicture.objects.filter(mart=mart, state=WhitePicture.State.PROPOSED)
    white = waiting.select_related("proposed").order_by("pk").first()
    if white is not None and white.proposed is not None:
        studio.use_white(white, seen=white.proposed.digest, by=by)


def _picture(name: str, view: str) -> Picture:
    """The stored picture, measured."""
    pair = (name, view)
    if pair not in _kept:
        coming = _coming.pop(pair, None)
        made = coming.result() if coming is not None else taken(name, view)
        _kept[pair] = keep(made.encoded)
        studio.keep_measures(_kept[pair], measures=made.measures, square=made.square, by=MACHINE)
    return _kept[pair]
