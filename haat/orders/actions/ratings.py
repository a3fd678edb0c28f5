"""What buyers say of what they have, and what the desk does with their words."""

import re

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.errors import Changed
from haat.core.events import record
from haat.core.languages import best, current
from haat.core.locks import hold_key
from haat.core.texts import clean_text
from haat.orders.errors import AnswerTooLong, BadStars, ReasonMissing, WrongState
from haat.orders.models import OrderLine, Rating
from haat.orders.ratings import leads_away
from haat.orders.rules import may_rate

MOST_LETTERS = 500


@transaction.atomic
def rate(line: OrderLine, *, stars: int, words: str = "", by: Actor) -> Rating:
    """What the buyer says of a line she has; saying it again replaces it, with the answer to it.

    Words that lead away from the shop are held until the desk has looked, and so are other words in place of hidden
    ones; the stars count at once. Raises BadStars, WrongState.
    """
    if not 1 <= stars <= 5:
        raise BadStars
    line = hold_key(OrderLine, line.pk, "part__order__district")
    order = line.part.order
    if not may_rate(line):
        raise WrongState(line.part.number, line.part.state, "rated")
    before = Rating.objects.filter(line=line).first()
    told = " ".join(words.split())[:MOST_LETTERS]
    said = {"stars": stars, "words": told, "at": timezone.now(), **_stand(before, told)}
    rating, _made = Rating.objects.update_or_create(
        line=line,
        defaults=said,
        create_defaults={
            **said,
            "mart_id": order.mart_id,
            "good_id": line.good_id,
            "language": order.language,
            "buyer_name": first_name(order.name)[:60],
            "place": best(order.district_names, order.language).text[:60],
        },
    )
    record("orders.rated", rating, by=by, good_id=line.good_id, stars=stars, words_state=rating.words_state)
    return rating


def _stand(before: Rating | None, words: str) -> dict[str, str]:
    """How new words stand; the same words again stand as they did, with their answer."""
    state = Rating.Words
    if before is not None and before.words == words:
        return {"words_state": before.words_state}
    hidden = before is not None and before.words_state == state.HIDDEN
    held = bool(words) and (hidden or leads_away(words))
    return {"words_state": state.HELD if held else state.SHOWN, "answer": "", "answer_language": ""}


# What stands before a name: श्रीमती सीता is Sita, not Mrs.
HONORIFICS = frozenset(
    {
        *("mr", "mrs", "ms", "miss", "dr", "shri", "shree", "sri", "smt", "shrimati", "sushri", "kumari", "km", "prof"),
        *("adv", "er", "capt", "col", "md", "mohd", "mst", "haji", "begum"),
        *("श्री", "श्रीमती", "श्रीमान", "सुश्री", "कुमारी", "कुमार", "कु", "डॉ", "डॉक्टर", "प्रो", "मो", "मोहम्मद"),
        *("सौ", "चि", "ॲड", "শ্রী", "শ্রীমতী", "ডা", "ଶ୍ରୀ", "ଶ୍ରୀମତୀ", "ଡା"),
    }
)
# A dot, or India's own sign of abbreviation, sets words apart as a space does: Dr.Anil, डॉ॰अनिल.
_APART = re.compile(r"[.\u0970\s]+")


def first_name(name: str) -> str:
    """The name a buyer goes by in the shop: the first word that is neither an honorific nor an initial alone."""
    words = [word for word in _APART.split(name) if word]
    plain = [word for word in words if word.casefold() not in HONORIFICS and len(word) > 1]
    return (plain or words or [""])[0]


def _looked_at(rating: Rating, seen: str | None) -> Rating:
    """The rating, held, if it still says what was looked at; the buyer may replace it at any time. Raises Changed."""
    rating = hold_key(Rating, rating.pk)
    if seen is not None and seen != rating.said_at:
        raise Changed
    return rating


@transaction.atomic
def show_words(rating: Rating, *, seen: str | None = None, by: Actor) -> Rating:
    """The desk has looked: the words may stand in the shop. Shown already, nothing happens.

    `seen` is the `said_at` of what the desk had before it. Raises Changed.
    """
    rating = _looked_at(rating, seen)
    if rating.words_state == Rating.Words.SHOWN:
        return rating
    rating.words_state = Rating.Words.SHOWN
    rating.save(update_fields=["words_state"])
    record("orders.words_shown", rating, by=by, good_id=rating.good_id)
    return rating


@transaction.atomic
def hide_words(rating: Rating, *, reason: str, seen: str | None = None, by: Actor) -> Rating:
    """The words leave the shop, the stars stay. Raises ReasonMissing, Changed; hidden already, nothing happens."""
    reason = clean_text(reason)
    if not reason:
        raise ReasonMissing
    rating = _looked_at(rating, seen)
    if rating.words_state == Rating.Words.HIDDEN:
        return rating
    rating.words_state = Rating.Words.HIDDEN
    rating.save(update_fields=["words_state"])
    record("orders.words_hidden", rating, by=by, good_id=rating.good_id, reason=reason[:200])
    return rating


@transaction.atomic
def answer_rating(rating: Rating, *, words: str, seen: str | None = None, by: Actor) -> Rating:
    """What the mart says to it, below the buyer's words; nothing takes the answer away.

    Raises AnswerTooLong, Changed.
    """
    words = " ".join(clean_text(words).split())
    if len(words) > MOST_LETTERS:
        raise AnswerTooLong(MOST_LETTERS)
    rating = _looked_at(rating, seen)
    if rating.answer == words:
        return rating
    before = rating.answer
    rating.answer, rating.answer_language = words, current() if words else ""
    rating.save(update_fields=["answer", "answer_language"])
    record("orders.rating_answered", rating, by=by, good_id=rating.good_id, before=before, after=words)
    return rating
