"""What is stuck between a maker's door and a buyer's, beside late parcels: wishes, clashes, what did not come back."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef

from haat.delivery.charges import kilograms
from haat.delivery.fetching import open_clashes, to_bring_back, to_bring_home
from haat.delivery.models import Clash, Parcel, Wish
from haat.delivery.queries import open_wishes
from haat.places.models import Mart, Place
from haat.review.waiting import Rows, Stuck, Waiting


def wishes(mart: Mart, place: Place) -> Rows:
    """What buyers would have and no parcel brings (district only)."""
    return () if place.kind == Place.Kind.BLOCK else Waiting(open_wishes(mart), "wished_at", _wish)


def _wish(row: Wish, since: datetime) -> Stuck:
    return Stuck(kilograms(row.weight_g), None, row.name, row.phone, None, since, row.goods_paise, (row.pk,))


def parcel_clashes(mart: Mart, place: Place) -> Rows:
    """What two people tell differently of a parcel, with the rider to call (district only)."""
    return () if place.kind == Place.Kind.BLOCK else Waiting(open_clashes(mart), "asked_at", _clash)


def _clash(row: Clash, since: datetime) -> Stuck:
    return Stuck(row.parcel.number, None, row.who.name, row.who.phone, None, since, 0, (row.pk,))


def not_received_back(mart: Mart, place: Place) -> Rows:
    """Parcels that riders could not deliver and nobody has received, their rounds being over (district only)."""
    rows = to_bring_back(mart).filter(~Exists(open_clashes(mart).filter(parcel=OuterRef("pk"))))
    return () if place.kind == Place.Kind.BLOCK else Waiting(rows, "packed_at", _not_back)


def _not_back(row: Parcel, since: datetime) -> Stuck:
    assert row.round is not None  # asked for by its round's state
    rider = row.round.rider
    return Stuck(row.number, None, rider.name, rider.phone, None, since, row.part.total_paise, (row.round.pk,))


def not_brought_home(mart: Mart, place: Place) -> Rows:
    """Parcels cancelled after they had left, which their makers have not got back (district only)."""
    rows = to_bring_home(mart).annotate(cancelled_at=F("part__closed_at"))
    return () if place.kind == Place.Kind.BLOCK else Waiting(rows, "cancelled_at", _not_home)


def _not_home(row: Parcel, since: datetime) -> Stuck:
    maker = row.part.maker
    return Stuck(row.number, maker, "", maker.phone, maker.block, since, row.part.goods_paise, ())
