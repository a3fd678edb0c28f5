"""The only writes to portals: what their sheets hold, and how their orders are read."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from haat.channels import channel
from haat.channels.feeds import kind
from haat.channels.models import Portal
from haat.channels.portals.errors import PortalChanged, PortalTaken
from haat.channels.portals.facts import sources
from haat.channels.portals.told import PortalTold, checked
from haat.core.actor import Actor
from haat.core.events import changes, record
from haat.core.locks import hold
from haat.core.rows import insert_new
from haat.orders.facts import OWN_CHANNEL
from haat.places.models import Mart
from haat.stock.rules import COUNTER


@transaction.atomic
def set_portal(
    mart: Mart, told: PortalTold, *, portal: Portal | None = None, seen: datetime | None = None, by: Actor
) -> Portal:
    """A new portal, or all that is said of one that is there; one that was closed is open again.

    Its short name stays: orders stand under it. `seen` is when it was changed last, as the page showed it. Raises
    BadPortal, PortalTaken, PortalChanged.
    """
    told = checked(told, languages=mart.languages, sources=sources())
    if portal is None:
        return _new(mart, told, by)
    held = hold(portal, "mart")
    if seen is not None and seen != held.changed_at:
        raise PortalChanged
    before, after = _facts(held), told.fields() | {"closed": False}
    if before != after:
        for name, value in told.fields().items():
            setattr(held, name, value)
        held.closed_at, held.changed_at = None, timezone.now()
        held.save()
        record("channels.portal_set", held, by=by, title=held.title, **changes(before, after))
    return held


def _new(mart: Mart, told: PortalTold, by: Actor) -> Portal:
    taken = told.slug in (OWN_CHANNEL, COUNTER) or channel.find(told.slug) or kind.find(told.slug)
    portal = Portal(mart=mart, slug=told.slug, **told.fields())
    if taken or not insert_new([portal]):
        raise PortalTaken
    record("channels.portal_set", portal, by=by, title=portal.title, **changes({}, told.fields()))
    return portal


@transaction.atomic
def close_portal(portal: Portal, *, by: Actor) -> Portal:
    """No sheet is made for it any more; its orders can still be read in. Told twice it counts once."""
    portal = hold(portal, "mart")
    if portal.closed_at is None:
        portal.closed_at = portal.changed_at = timezone.now()
        portal.save(update_fields=["closed_at", "changed_at"])
        record("channels.portal_closed", portal, by=by, title=portal.title)
    return portal


def _facts(portal: Portal) -> dict[str, object]:
    """As it stands, in the form of `PortalTold.fields`."""
    names = ("title", "language", "columns", "orders", "bills", "pictures")
    return {name: getattr(portal, name) for name in names} | {"closed": portal.closed_at is not None}
