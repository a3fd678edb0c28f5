"""What every carrier says and answers to, and finding one by its folder's name.

To add one: a folder with `carrier.py` that holds `CARRIER`, an object of a class made from `Carrier`. The folder may
lie outside the tree: append the path of what holds it to `haat.delivery.__path__`.
"""

from datetime import date

from haat.core import folders
from haat.orders.promises import Reason

PACKAGE = "haat.delivery"


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
    # Told to the buyer when it leaves; %(number)s, %(code)s, %(article)s and %(address)s (to follow it) are filled in.
    leaving_words: Reason
    # Of an article: on the desk's form, and on the order's page before the number.
    article_label: Reason = ""
    number_label: Reason = ""
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


def every() -> list[Carrier]:
    """All carriers in their own order."""
    found = [get(slug) for slug in folders.names(PACKAGE, "carrier")]
    return sorted(found, key=lambda carrier: (carrier.position, carrier.slug))


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
