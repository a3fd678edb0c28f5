"""When a good reaches a PIN, and what that costs, in words."""

from typing import Any

from django.utils.translation import gettext as _

from haat.catalogue.queries import first_for_sale
from haat.core.money import format_rupees
from haat.delivery.errors import UnknownPin
from haat.delivery.queries import promise_for
from haat.orders.promises import DeliveryPromise, Wanted
from haat.places import queries as places
from haat.places.models import Mart
from haat.stock.queries import away_places
from haat.web.ui.dates import weekday_date


def promised(mart: Mart, slug: str, pin: str) -> DeliveryPromise | None:
    """The promise for one piece of a good to a PIN; None when either is unknown."""
    variant = first_for_sale(mart, slug)
    if variant is None:
        return None
    try:
        return promise_for(mart, pin, [Wanted(variant, place_id=away_places([variant.pk]).get(variant.pk))])
    except UnknownPin:
        return None


def promise_words(promise: DeliveryPromise | None) -> dict[str, str]:
    """`day`, `charge` and `cash` as sentences, or `blocked` with the reason; empty without a promise."""
    if promise is None:
        return {}
    if promise.blocked:
        return {"blocked": str(next(iter(promise.blocked.values())))}
    if promise.promised_by is None:
        return {}
    return {
        "day": _("by %(day)s") % {"day": weekday_date(promise.promised_by)},
        "charge": charge_words(promise.charge_paise),
        "cash": str(promise.cod_reason) or _("You may pay in cash when it comes."),
    }


def charge_words(charge_paise: int) -> str:
    """What the delivery costs."""
    if not charge_paise:
        return _("Delivery free")
    return _("Delivery %(charge)s") % {"charge": format_rupees(charge_paise)}


def pin_context(mart: Mart, slug: str, typed: str) -> dict[str, Any]:
    """For a good's page asked with a PIN: the PIN as typed, its place or the error, and the promise."""
    if not typed:
        return {}
    found = places.pin(typed)
    if found is None:
        return {
            "pin": typed[:12],
            "pin_error": _("PIN code: no post office has it. Look at the six digits again."),
        }
    return {
        "pin": found.pin,
        "pin_place": places.name(found.district),
        "promise": promise_words(promised(mart, slug, found.pin)),
    }
