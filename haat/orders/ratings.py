"""Reading what buyers say: what leads away from the shop, and what waits for the desk."""

import re
import unicodedata

from django.db.models import QuerySet

from haat.core.numerals import latin_digits
from haat.core.texts import JOINERS
from haat.orders.models import Rating
from haat.people.models import User
from haat.people.rules import scope
from haat.places.models import Mart, Place

# A link, also one that is written out; an address of mail or UPI; eight digits or more, however they are set apart.
_LEADS = re.compile(
    r"https?:|www\.|\b\w[\w-]*\.(?:com|in|org|net|co|shop|store|info|biz|me|ly|io|xyz|site|online|app|link|gl|gd|tk)\b"
    r"|\bdot\s*(?:com|in)\b|डॉट\s*(?:कॉम|इन)"
    r"|\S@\S|\S\s*[(\[]\s*(?:at|@)\s*[)\]]\s*\S"
    r"|(?:\d[\s().+/*_–—-]{0,4}){8,}",
    re.IGNORECASE,
)


def leads_away(words: str) -> bool:
    """True when words hold a link, an address of mail or a phone number: somebody looks before they are shown."""
    plain = latin_digits(unicodedata.normalize("NFKC", words))
    return _LEADS.search(plain.translate(dict.fromkeys(map(ord, JOINERS)))) is not None


def ratings_visible_to(user: User, mart: Mart, deed: str = "see_orders") -> QuerySet[Rating]:
    """What buyers said of makers within the place at which `user` may do `deed`; none for everybody else."""
    place = scope(user, mart, deed)
    if place is None:
        return Rating.objects.none()
    return _within(mart, place).select_related("line__part__order", "line__part__maker__block")


def held_within(mart: Mart, place: Place) -> QuerySet[Rating]:
    """Words that nobody has looked at yet, of makers at or below `place`."""
    return _within(mart, place).filter(words_state=Rating.Words.HELD)


def _within(mart: Mart, place: Place) -> QuerySet[Rating]:
    return Rating.objects.filter(place.reach(mart, "line__part__maker__block"), mart=mart)
