"""Who may, and what holds of parcels and rounds."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from haat.catalogue.freshness import fresh_enough
from haat.catalogue.models import Good
from haat.core.money import format_rupees
from haat.delivery import carriers
from haat.delivery.models import Clash, Fetch, Parcel, Pickup, Round, Zone
from haat.makers.models import Seller
from haat.orders.promises import Reason
from haat.people.models import User
from haat.people.rules import can
from haat.places.models import Mart, PinCode

MOST_WRONG_CODES = 5
MOST_TRIES = 3
MOST_WEIGHT_G = 100_000
FRESH_DAYS = 15  # food that keeps no longer is fresh
DAYS_AHEAD = 30  # a round is planned for today or so many days ahead
WAITING = (Parcel.State.PACKED, Parcel.State.BACK)
# What came back to no desk: it may still turn up there.
NOT_BACK = (Parcel.State.NOT_DELIVERED, Parcel.State.LOST)
# While a parcel is so on a pick-up, it goes no other way.
FETCHING = (Fetch.State.DUE, Fetch.State.TAKEN, Fetch.State.MISSING, Fetch.State.LOST)
# How the square of a label begins, before the parcel's number; ride.js knows it too.
QR_PREFIX = "haat:parcel:"
# Clashes that are answered with where the parcel is.
LOOKED_FOR = (Clash.Kind.MISSING, Clash.Kind.NOT_BACK)


def blocked_reason(good: Good, seller: Seller, pin: PinCode, zone: Zone) -> Reason:
    """Why a good cannot go to a PIN; empty when it can."""
    if not seller.registered and seller.state_id != pin.state_id:
        return _("Its maker may sell within its own state only, until it has a GST number.")
    keeps = good.shelf_life_days
    if not fresh_enough(good, zone.days) or (keeps is not None and keeps <= FRESH_DAYS and not zone.fresh_food):
        return _("It is fresh and would not keep on the way to this PIN.")
    takes = carriers.get(zone.carrier).limits
    if keeps is not None and keeps <= FRESH_DAYS and not takes.fresh:
        return _("It is fresh and would not keep on the way to this PIN.")
    if good.fragile and not takes.fragile:
        return _("It breaks easily, and who carries to this PIN takes nothing that breaks.")
    return ""


def fitting_zone(zones: Iterable[Zone], paths: Sequence[str]) -> Zone | None:
    """Of some zones the one of the most specific place among these paths, or of all of India."""
    fitting = [zone for zone in zones if zone.place is None or any(path.startswith(zone.place.path) for path in paths)]
    return max(fitting, key=lambda zone: (len(zone.place.path) if zone.place else 0, zone.days), default=None)


def cod_reason(zone: Zone, total_paise: int) -> Reason:
    """Why cash on delivery is closed for an order to a zone; empty when it is open."""
    if not zone.cod or not carriers.get(zone.carrier).takes_cash:
        return _("Cash on delivery is not possible at this PIN. Pay by UPI.")
    if total_paise > zone.cod_limit_paise:
        limit = format_rupees(zone.cod_limit_paise)
        return _("Cash on delivery goes up to %(limit)s. Pay by UPI.") % {"limit": limit}
    return ""


def rides(user: User, mart: Mart) -> bool:
    """True when `user` is a rider of the mart."""
    return can(user, "ride", mart=mart)


def may_hand_over(user: User, parcel: Parcel) -> bool:
    """The rider of its round, or who plans rounds."""
    on_round = parcel.round is not None and parcel.round.rider_id == user.pk
    return on_round or can(user, "plan_rounds", mart=parcel.mart)


def may_count(user_id: int | None, round: Round | Pickup) -> bool:
    """Anybody but the rider himself counts the cash of his round, and the parcels he brings."""
    return user_id != round.rider_id


def moment_of(done_at: datetime | None, *, since: datetime) -> datetime:
    """When a deed that is told now was done, as its phone says: not before `since`, and never after now."""
    now = timezone.now()
    return now if done_at is None else min(max(done_at, since), now)


def locked(parcel: Parcel) -> bool:
    """True when its code was wrong too often; `actions.new_code` opens it."""
    return parcel.wrong_codes >= MOST_WRONG_CODES
