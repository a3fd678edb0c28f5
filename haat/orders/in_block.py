"""Parts of the makers of one block, found by the shorter way.

SQLite would read all that a block's makers ever made to find the newest thirty: of a block with many makers it is led
to walk the list instead, where every few rows are one of them. PostgreSQL chooses so by itself.
"""

from collections.abc import Mapping, Sequence

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from haat.core.kept import Kept
from haat.makers.models import Maker
from haat.orders.models import Part
from haat.people.models import User
from haat.people.rules import scope
from haat.places.models import Mart, Place

# A block with one in so many of the mart's makers has many.
MANY = 20
MAKERS: Kept[Mapping[int, int]] = Kept()


def within(mart: Mart, blocks: Sequence[Place]) -> list[Q]:
    """That a part's maker lives in it, of each block; one statement, or two when makers are counted anew."""
    makers = MAKERS.get(mart.pk, "makers", lambda: _makers(mart))
    many = sum(makers.values()) / MANY
    return [_walked(block) if makers.get(block.pk, 0) > many else Q(maker__block=block) for block in blocks]


def _walked(block: Place) -> Q:
    return Q(Exists(Maker.objects.filter(pk=OuterRef("maker"), block=block)))


def _makers(mart: Mart) -> Mapping[int, int]:
    """Block → how many makers it has."""
    return dict(Maker.objects.filter(mart=mart).order_by().values_list("block").annotate(n=Count("pk")))


def parts_listed(user: User, mart: Mart, block: Place | None = None) -> QuerySet[Part]:
    """Parts of makers within the place at which `user` may see orders, or within a `block` there; none elsewhere."""
    place = scope(user, mart, "see_orders")
    if place is None or (block is not None and not place.contains(block)):
        return Part.objects.none()
    at = block or place
    where = within(mart, [at])[0] if at.kind == Place.Kind.BLOCK else at.reach(mart, "maker__block")
    return Part.objects.filter(where, mart=mart).select_related("order__district", "maker__block", "seller", "place")
