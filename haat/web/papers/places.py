"""Where something is, in one line of a paper: only what is known of it, each name once."""

from haat.core.languages import best
from haat.places.models import Place
from haat.stock.models import StockPlace


def joined(*places: Place | None, address: str = "", pin: str = "") -> str:
    """`Near the bus stand, रिखिया, मोहनपुर, देवघर 814113`, of what there is of it."""
    named = [address, *(best(place.names).text for place in places if place is not None)]
    words = ", ".join(dict.fromkeys(word for word in named if word))
    return " ".join(word for word in (words, pin) if word)


def standing(place: StockPlace) -> str:
    """Where a hub or the like stands; of a warehouse nobody may know more than its name."""
    within = (place.place, place.mart.place) if place.place is not None else ()
    return joined(*within, address=place.address, pin=place.pin)
