"""An offer stands anew: state and next operation follow from what its row says, in one place for all who change it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from haat.catalogue.models import Variant
from haat.channels.channel import LISTING
from haat.channels.models import Offer, Refusal
from haat.channels.states import due_of, standing_of, state_of
from haat.core.actor import Actor
from haat.core.events import Happened, record_all
from haat.core.locks import hold_keys
from haat.core.rows import update_each

FIELDS = ("state", "since", "due", "live_at")
BATCH = 500
# What is long, and needed only where it is sent, shaped or read back.
BODIES = ("wanted_body", "seen_body")


def held_offers(keys: Iterable[int], *, bodies: bool = False) -> list[Offer]:
    """These offers as they stand, held, each with its last attempt; with their `bodies` if these are needed."""
    there = hold_keys(Offer, keys)
    rows = Offer.objects.filter(pk__in=there).select_related("attempt").order_by("pk")
    return list(rows if bodies else rows.defer(*BODIES))


def refused_of(offers: Collection[Offer]) -> set[int]:
    """Those of the offers against which their channel says an error now; one statement."""
    rows = Refusal.objects.filter(~Q(source=Refusal.Source.OURS), offer__in=offers, ended_at=None, severity="error")
    return set(rows.values_list("offer_id", flat=True))


def restate(offer: Offer, *, refused: bool, now: datetime) -> None:
    """Set state and next operation of a held offer as they follow; not written yet."""
    standing = standing_of(offer, offer.attempt, refused=refused)
    state = state_of(standing)
    if state != offer.state:
        offer.state, offer.since = state, now
    offer.due = due_of(standing)
    if offer.live_at is None and offer.there and offer.buyable:
        offer.live_at = now


def write(offers: Sequence[Offer], *names: str, now: datetime, by: Actor) -> None:
    """Let these held offers stand anew, and write that with the fields `names`; who is live for the first time is told
    of."""
    if not offers:
        return
    refused = refused_of(offers)
    live = []
    for offer in offers:
        before = offer.live_at
        restate(offer, refused=offer.pk in refused, now=now)
        if before is None and offer.live_at is not None:
            live.append(offer)
    update_each(offers, *dict.fromkeys((*names, *FIELDS)))
    if live:
        _tell_live(live, by)


def send_anew(keys: Iterable[int], *, by: Actor) -> None:
    """Listings of these offers go once more, whatever was sent before; what stands there keeps its stock and price."""
    offers = held_offers(keys)
    for offer in offers:
        kept = {part: digest for part, digest in offer.sent.items() if part != LISTING}
        offer.sent = kept if offer.there else {}
        offer.touched, offer.tries, offer.send_at = offer.touched + 1, 0, None
    write(offers, "sent", "touched", "tries", "send_at", now=timezone.now(), by=by)


def _tell_live(offers: Sequence[Offer], by: Actor) -> None:
    rows = Variant.objects.filter(pk__in=[offer.variant_id for offer in offers])
    of = {pk: (good_id, maker_id) for pk, good_id, maker_id in rows.values_list("pk", "good_id", "good__maker_id")}
    record_all(
        [
            Happened(
                "channels.offer_live",
                offer,
                {"sku": offer.sku, "good_id": of[offer.variant_id][0], "maker_id": of[offer.variant_id][1]},
            )
            for offer in offers
        ],
        by=by,
    )
