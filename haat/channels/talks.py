"""What was asked of a channel about an offer, what it said to that, and what was heard by reading back: by attempt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from haat.channels.channel import CLOSE, LISTING
from haat.channels.models import Attempt, Offer, Refusal
from haat.channels.showing import PUBLISHED, TAKEN_OFF
from haat.core.models import Event
from haat.core.queries import events_of, happened_to

MOST, MOST_SAID, MOST_DEEDS = 10, 60, 40
SENT, LIVE, OFF = "channels.offer_sent", "channels.offer_live", "channels.offer_off"


@dataclass
class Talk:
    """One sending: `asked` are the bodies it carried (None: something else is wanted since), then what came of it.

    `said` was answered to it; `heard` was seen when the offer was read back afterwards, until the next sending;
    `turns` are the moments it became live, or was there no more. `read_at`: when it was read back last.
    """

    attempt: Attempt
    asked: Mapping[str, Any] | None = None
    said: list[Refusal] = field(default_factory=list)
    heard: list[Refusal] = field(default_factory=list)
    turns: list[Event] = field(default_factory=list)
    read_at: datetime | None = None


def talks_of(offer: Offer) -> list[Talk]:
    """The sendings of an offer that are known, the latest first; four statements.

    New listings are remembered one by one; of later changes the last sending is. An attempt that is long ago is gone.
    """
    events = list(happened_to([("channels.offer", [offer.pk])], [SENT, LIVE, OFF])[:MOST_SAID])
    keys = {event.data["attempt_id"] for event in events if event.kind == SENT}
    keys |= {offer.attempt_id} if offer.attempt_id else set()
    attempts = list(Attempt.objects.filter(pk__in=keys).order_by("-began_at", "-pk")[:MOST])
    talks = [Talk(attempt, _carried(offer, attempt)) for attempt in attempts]
    rows = Refusal.objects.filter(offer=offer).exclude(source=Refusal.Source.OURS).select_related("cause__account")
    for refusal in rows.order_by("-at", "-pk")[:MOST_SAID]:
        talk = _during(talks, refusal.at)
        if talk is not None:
            (talk.said if refusal.source == Refusal.Source.ANSWER else talk.heard).append(refusal)
    for event in events:
        talk = _during(talks, event.at) if event.kind != SENT else None
        if talk is not None:
            talk.turns.append(event)
    if talks and offer.seen_at is not None and offer.seen_at >= talks[0].attempt.began_at:
        talks[0].read_at = offer.seen_at
    return talks


def _during(talks: Sequence[Talk], at: datetime) -> Talk | None:
    """The last that had begun by then; they stand with the latest first."""
    return next((talk for talk in talks if talk.attempt.began_at <= at), None)


def _carried(offer: Offer, attempt: Attempt) -> Mapping[str, Any] | None:
    """What an offer's last attempt carried, as far as nothing else is wanted since."""
    if attempt.pk != offer.attempt_id or attempt.operation == CLOSE:
        return None
    known = {**offer.sent, **offer.sending}
    parts = [attempt.operation] if attempt.operation != LISTING else list(offer.wanted)
    same = [part for part in parts if part in offer.wanted and known.get(part) == offer.wanted[part]]
    return {part: offer.wanted_body.get(part) for part in same} if attempt.operation in same else None


def wanted_by(offer: Offer) -> Event | None:
    """The last deed by which somebody wanted the offer there, or wanted it no more; None when that is long ago."""
    rows: Iterable[Event] = events_of(offer.mart_id, [PUBLISHED, TAKEN_OFF]).filter(
        subject_type="channels.account", subject_id=offer.account_id
    )[:MOST_DEEDS]
    return next((event for event in rows if offer.pk in event.data["offer_ids"]), None)
