"""A maker goes live, or rests."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.errors import Gone
from haat.core.events import record
from haat.makers.actions.members import held
from haat.makers.errors import NotLive, NotReady
from haat.makers.models import Maker
from haat.makers.rules import missing_to_open


@transaction.atomic
def open_maker(maker: Maker, *, by: Actor) -> Maker:
    """Make a maker live; opening one that is live changes nothing. Raises NotReady with what is missing."""
    maker = held(maker)
    if maker.state == Maker.State.LIVE:
        return maker
    if maker.state == Maker.State.MERGED:
        raise Gone()
    missing = missing_to_open(maker)
    if missing:
        raise NotReady(missing)
    maker.state = Maker.State.LIVE
    maker.live_at = maker.live_at or timezone.now()
    maker.save(update_fields=["state", "live_at"])
    record("makers.opened", maker, by=by)
    return maker


def open_makers(makers: Iterable[Maker], *, by: Actor) -> tuple[list[Maker], list[tuple[Maker, NotReady]]]:
    """Open each for itself: those that are live now, and those that still lack something, with what they lack."""
    opened: list[Maker] = []
    refused: list[tuple[Maker, NotReady]] = []
    for maker in makers:
        try:
            opened.append(open_maker(maker, by=by))
        except NotReady as problem:
            refused.append((maker, problem))
    return opened, refused


@transaction.atomic
def pause_maker(maker: Maker, *, by: Actor) -> Maker:
    """Take a live maker's goods off the shelf for a while. Raises NotLive."""
    maker = held(maker)
    if maker.state != Maker.State.LIVE:
        raise NotLive()
    maker.state = Maker.State.PAUSED
    maker.save(update_fields=["state"])
    record("makers.paused", maker, by=by)
    return maker
