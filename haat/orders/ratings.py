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
    r"|\b\w[\w-]*\.(?:live|ai|pro|club|vip|buzz|space|tech)\b|\S\.(?:भारत|कॉम)(?![\u0900-\u097f])"
    r"|\bdot\s*(?:com|in)\b|डॉट\s*(?:कॉम|इन)"
    r"|\S@\S|\S\s*[(\[]\s*(?:at|@)\s*[)\]]\s*\S"
    r"|(?:\d[\s().+/*_–—-]{0,4}){8,}",
    re.IGNORECASE,
)
# Any other word with an ending, for there are a thousand and more of them; two sentences without a space between them
# are told by a capital letter, or by a word with which people go on.
_NAMED = re.compile(r"\b[A-Za-z][\w-]+(?=\.([A-Za-z]{2,})\b)")
_GOES_ON = frozenset(
    {
        *("and", "are", "but", "for", "from", "good", "great", "has", "have", "loved", "must", "nice", "not"),
        *("only", "packing", "quality", "really", "thank", "thanks", "that", "the", "they", "this", "value"),
        *("very", "was", "will", "with", "also"),
        *("accha", "acha", "achha", "aur", "bahut", "bhi", "dhanyavad", "dhanyawad", "hai", "kharab", "lekin"),
        *("mast", "nahi", "nahin", "par", "thi"),
        *("ani", "chan", "khup", "mala", "pan"),
    }
)


def leads_away(words: str) -> bool:
    """True when words hold a link, an address of mail or a phone number: somebody looks before they are shown."""
    plain = latin_digits(unicodedata.normalize("NFKC", words)).translate(dict.fromkeys(map(ord, JOINERS)))
    return _LEADS.search(plain) is not None or any(_is_ending(found[1]) for found in _NAMED.finditer(plain))


def _is_ending(word: str) -> bool:
    """Whether what stands right behind a dot is the ending of a site rather than the first word of a sentence."""
    begins = word[0].isupper() and not word.isupper()
    return not begins and word.lower() not in _GOES_ON


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
