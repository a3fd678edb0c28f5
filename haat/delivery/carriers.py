"""What every carrier says and answers to, and finding one by its folder's name.

To add one: a folder with `carrier.py` that holds `CARRIER`, an object of a class made from `Carrier`. The folder may
lie outside the tree: append the path of what holds it to `haat.delivery.__path__`.
"""

from dataclasses import dataclass
from datetime import date

from haat.core import folders
from haat.orders.promises import Reason

PACKAGE = "haat.delivery"


@dataclass(frozen=True)
class Limits:
    """What one parcel of a carrier may be: grams, its longest side and that side with the girth (mm); None: any.

    `cm3_per_kg` weighs what is large and light: so many cubic centimetres count as a kilogram; None: by scale alone.
    """

    most_g: int | None = None
    longest_mm: int | None = None
    girth_mm: int | None = None
    cm3_per_kg: int | None = None
    fragile: bool = True
    fresh: bool = True

    def fits(self, *sides_mm: int) -> bool:
        """Whether a thing of these three sides may go."""
        longest, *others = sorted(sides_mm, reverse=True)
        if self.longest_mm is not None and longest > self.longest_mm:
            return False
        return self.girth_mm is None or longest + 2 * sum(others) <= self.girth_mm

    def weighs(self, grams: int, *sides_mm: int) -> int:
        """Grams that a thing counts for: by scale, or by its size where it has three sides and that is more."""
        if self.cm3_per_kg is None or len(sides_mm) != 3:
            return grams
        length, width, height = sides_mm
        return max(grams, -(-length * width * height // self.cm3_per_kg))


class Carrier:
    """Who carries a parcel: its facts, and three methods a folder may answer in its own way."""

    # Where it stands among the others, the least first; the first carries where a zone names nobody.
    position: int
    title: Reason
    # On a round of the mart's riders; else the desk gives the parcel away and types its article number.
    by_round: bool
    # Whether it brings money back from the door. Only who rides a round does: its cash is counted.
    takes_cash: bool
    # Whether the buyer tells a code when she has the parcel in her hands.
    code_at_door: bool
    # Whether it carries what marketplaces fetch by themselves: then no zone of a mart names it.
    for_channels = False
    # What it takes.
    limits = Limits()
    # Told to the buyer when it leaves; %(number)s, %(code)s, %(article)s and %(address)s (to follow it) are filled in.
    leaving_words: Reason
    # Of an article: on the desk's form, and on the order's page before the number.
    article_label: Reason = ""
    number_label: Reason = ""
    # Where the buyer writes the article number to follow it, when no address leads to a single one.
    follow_page: str = ""
    # The desk's two lists: what is to be given to it, and what it has.
    to_give_words: Reason = ""
    has_words: Reason = ""

    @property
    def slug(self) -> str:
        """The name of its folder, which zones, parts and parcels keep."""
        return folders.folder_of(self)

    def arrives(self, ready: date, days: int) -> date:
        """The day a parcel ready on `ready` arrives when the way takes `days`."""
        raise NotImplementedError

    def clean_article(self, text: str) -> str:
        """The carrier's own number of a parcel, cleaned; raises BadArticle."""
        return ""

    def address_of(self, article: str) -> str:
        """The page where the buyer follows this article; empty when there is none for a single one."""
        return ""


def get(slug: str) -> Carrier:
    """The carrier in the folder `slug`; raises LookupError when there is none."""
    carrier: Carrier = folders.load(PACKAGE, slug, "carrier")
    return carrier


def known() -> list[Carrier]:
    """All carriers there are, in their own order."""
    found = [get(slug) for slug in folders.names(PACKAGE, "carrier")]
    return sorted(found, key=lambda carrier: (carrier.position, carrier.slug))


def every() -> list[Carrier]:
    """Those a mart may name in its zones, in their own order."""
    return [carrier for carrier in known() if not carrier.for_channels]


def of_channels() -> str:
    """The slug of the one that carries what marketplaces fetch; empty where there is none."""
    return next((carrier.slug for carrier in known() if carrier.for_channels), "")


def off_rounds() -> list[Carrier]:
    """Those that ride no round: those the desk gives parcels to, and what marketplaces fetch."""
    return [carrier for carrier in known() if not carrier.by_round]


def on_rounds() -> list[str]:
    """The slugs of those whose parcels riders take on their rounds."""
    return [carrier.slug for carrier in every() if carrier.by_round]


def taking(slug: str) -> Carrier:
    """Who takes a parcel at the desk: its own carrier, or when that rides rounds the first who takes parcels so.

    Raises LookupError when nobody does.
    """
    own = get(slug)
    others = given_away() if own.by_round else [own]
    if not others:
        raise LookupError(slug)
    return others[0]


def given_away() -> list[Carrier]:
    """Those the desk gives parcels to, under an article number."""
    return [carrier for carrier in every() if not carrier.by_round]
