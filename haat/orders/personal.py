"""What this room holds of people (see `core.personal`)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.core.personal import BLANK, BOOKS, BUYER, BUYING, DELETE, Excused, Holds
from haat.core.sealing import unseal
from haat.orders.actions.forgetting import forget_orders
from haat.orders.actions.photos import PURPOSE


def _photo(row: Any) -> tuple[str, bytes]:
    """A label, or what a return shows."""
    return f"{row.kind}-{row.pk}.jpg", unseal(PURPOSE, row.sealed, owner=row.part_id)


PERSONAL = (
    Holds(
        model="orders.order",
        what=_("Orders"),
        fields=(
            *("number", "buyer", "phone", "name", "address", "landmark", "pin", "postcode"),
            *("placed_at", "total_paise", "state"),
        ),
        whose=BUYER,
        purposes=(BUYING,),
        keeps="addresses",
        erase=BLANK,
        reach={"phone": "phone", "user": "buyer"},
        eraser=forget_orders,
    ),
    Holds(
        model="orders.arrival",
        what=_("Orders as a channel told them"),
        fields=("told", "came_at"),
        whose=BUYER,
        purposes=(BUYING,),
        keeps="addresses",
        erase=BLANK,
        reach={"phone": "order__phone", "user": "order__buyer"},
        eraser=lambda keys, by: None,  # goes with its order
    ),
    Holds(
        model="orders.rating",
        what=_("Words about goods"),
        fields=("stars", "words", "buyer_name", "place", "answer", "at"),
        whose=BUYER,
        purposes=(BUYING,),
        keeps=BOOKS,
        erase=BLANK,
        reach={"phone": "line__part__order__phone", "user": "line__part__order__buyer"},
        stays=("stars", "place", "at"),
        to={"buyer_name": "—"},
    ),
    Holds(
        model="orders.return",
        what=_("Why something was sent back"),
        fields=("reason", "answer", "maker_words", "asked_at"),
        whose=BUYER,
        purposes=(BUYING,),
        keeps=BOOKS,
        erase=BLANK,
        reach={"phone": "part__order__phone", "user": "part__order__buyer"},
        stays=("asked_at",),
        to={"reason": "—"},
    ),
    Holds(
        model="orders.partphoto",
        what=_("Photos of labels and of what came back"),
        fields=("kind", "at"),
        secret=("sealed",),
        whose=BUYER,
        purposes=(BUYING,),
        keeps="addresses",
        erase=DELETE,
        reach={"phone": "part__order__phone", "user": "part__order__buyer"},
        opens=_photo,
    ),
    Excused("orders.order", {"account": "a seller's account at a marketplace"}),
    Excused("orders.arrival", {"account": "a seller's account at a marketplace", "answer": "what the desk decided"}),
    Excused("orders.arrivedline", {"reason": "why a line was dropped"}),
    Excused("orders.basket", {"pin": "of a basket that nobody has signed; a district, not a house"}),
    Excused("orders.orderline", {"names": "a good's"}),
    Excused("orders.part", dict.fromkeys(("hold_reason", "cancel_reason"), "why goods wait or do not come")),
)
