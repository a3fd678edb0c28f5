"""A maker goes live, or rests."""

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.makers import errors
from haat.makers.actions.members import locked
from haat.makers.models import Maker
from haat.makers.rules import missing_to_open


@transaction.atomic
def open_maker(maker: Maker, *, by: Actor) -> Maker:
    """Make a maker live; opening one that is live changes nothing. Raises NotReady with what is missing."""
    maker = locked(maker)
    if maker.state == Maker.State.LIVE:
        return maker
    missing = missing_to_open(maker)
    if missing:
        raise errors.NotReady(missing)
    maker.state = Maker.State.LIVE
    maker.live_at = maker.live_at or timezone.now()
    maker.save(update_fields=["state", "live_at"])
    record("makers.opened", maker, by=by)
    return maker


@transaction.atomic
def pause_maker(maker: Maker, *, by: Actor) -> Maker:
    """Take a live maker's goods off the shelf for a while. Raises HaatError(makers.not_live)."""
    maker = locked(maker)
    if maker.state != Maker.State.LIVE:
        raise errors.not_live()
    maker.state = Maker.State.PAUSED
    maker.save(update_fields=["state"])
    record("makers.paused", maker, by=by)
    return maker
