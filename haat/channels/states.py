"""How an offer stands, and what of it goes next: pure, from what is wanted, sent and seen. One table, one order.

"Did my attempt succeed" and "is it live now" are never one fact: what was sent makes nothing live.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from haat.channels.channel import CLOSE, LISTING, PRICE, STOCK, Channel
from haat.channels.models import Attempt, Offer

State, Due = Offer.State, Offer.Due
Digests = Mapping[str, str]
# How much a reason holds back: none may be sold; the listing stays as it is; only what is not there yet.
ALL, LISTED, NEW = "all", LISTING, "new"
HOLDS = (ALL, LISTED, NEW)
SOLD_OUT = "sold_out"
# Due → the channel's operation.
OPERATION = {Due.EMPTY: STOCK, Due.CLOSE: CLOSE, Due.STOCK: STOCK, Due.PRICE: PRICE, Due.LISTING: LISTING}
OFF = {CLOSE: "off"}


@dataclass(frozen=True)
class Standing:
    """All that the state of an offer follows from. `attempt` is the state of its last one, `operation` what it did.

    `refused`: the channel stands by an error. `hold`: the most that any reason holds back ("" for nothing).
    """

    open: bool = True
    paused: bool = False
    hold: str = ""
    pieces: int = 1
    attempt: str = ""
    operation: str = ""
    there: bool = False
    buyable: bool = False
    shown: bool = False
    refused: bool = False
    wanted: Digests | None = None
    sent: Digests | None = None
    seen: Digests | None = None

    @property
    def busy(self) -> bool:
        """Whether nothing may be sent now: a call is under way or was lost, or the channel has not taken it up yet."""
        if self.attempt in (Attempt.State.SENDING, Attempt.State.UNKNOWN):
            return True
        return self.attempt == Attempt.State.TAKEN and (self.operation == CLOSE or not self.there)

    def differs(self, part: str) -> bool:
        """Whether a part should be otherwise than we told it last, or than it was seen where we told nothing.

        What was seen may be older than what was told: five pieces were sent, and the nought that was read before them
        is no reason to keep a new nought back.
        """
        digest = (self.wanted or {}).get(part)
        known = (self.sent or {}).get(part) or (self.seen or {}).get(part)
        return digest is not None and digest != known


def due_of(now: Standing) -> str:
    """What goes next; "" for nothing. Stock and price before listings, and none to sell before everything."""
    if now.busy:
        return ""
    if not now.open:
        return Due.CLOSE if now.there and CLOSE not in (now.sent or {}) else ""
    if now.there and now.differs(STOCK):
        return Due.STOCK if now.pieces else Due.EMPTY
    if now.there and now.hold != ALL and now.differs(PRICE):
        return Due.PRICE
    return Due.LISTING if _listing_is_due(now) else ""


def _listing_is_due(now: Standing) -> bool:
    """A new listing waits until nothing holds it back, one that is there until nothing holds its listing back."""
    if not now.differs(LISTING) or now.hold in (ALL, LISTED):
        return False
    if not now.there:
        return not now.hold
    return (now.attempt, now.operation) != (Attempt.State.TAKEN, LISTING)


# Read from above: the first that holds is the state.
TABLE: Sequence[tuple[Offer.State, Any]] = (
    (State.SENDING, lambda now: now.attempt == Attempt.State.SENDING),
    (State.UNKNOWN, lambda now: now.attempt == Attempt.State.UNKNOWN),
    (State.CLOSED, lambda now: not now.open),
    (State.PAUSED, lambda now: now.paused),
    (State.BLOCKED, lambda now: now.hold == ALL or (now.hold and not now.buyable)),
    (State.LIVE, lambda now: now.buyable and now.shown),
    (State.HIDDEN, lambda now: now.buyable),
    (State.REFUSED, lambda now: now.refused),
    (State.READY, lambda now: not now.there and not now.sent),
    (State.ACCEPTED, lambda now: True),
)


def state_of(now: Standing) -> Offer.State:
    """The state that follows."""
    return next(state for state, holds in TABLE if holds(now))


def hold_of(reasons: Sequence[Mapping[str, Any]]) -> str:
    """The most that any of these reasons (`Offer.reasons`) holds back."""
    held = {reason["hold"] for reason in reasons}
    return next((hold for hold in HOLDS if hold in held), "")


def standing_of(offer: Offer, attempt: Attempt | None, *, refused: bool) -> Standing:
    """What an offer's row says, with its last attempt that has not been settled for it."""
    told = attempt is not None and (attempt.state != Attempt.State.UNKNOWN or bool(offer.sending))
    return Standing(
        open=offer.open,
        paused=offer.paused,
        hold=hold_of(offer.reasons),
        pieces=offer.pieces,
        attempt=attempt.state if attempt and told else "",
        operation=attempt.operation if attempt and told else "",
        there=offer.there,
        buyable=offer.buyable,
        shown=offer.shown,
        refused=refused,
        wanted=offer.wanted,
        sent=offer.sent,
        seen=offer.seen,
    )


def digest_of(body: Any) -> str:
    """What two bodies have in common exactly when they say the same, whatever the order of their keys."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def agrees(wanted: Any, seen: Any) -> bool:
    """Whether all that is wanted is seen. A channel may show more: what it adds by itself contradicts nothing."""
    if isinstance(wanted, Mapping):
        return isinstance(seen, Mapping) and all(key in seen and agrees(wanted[key], seen[key]) for key in wanted)
    if isinstance(wanted, list):
        return (
            isinstance(seen, list)
            and len(wanted) == len(seen)
            and all(agrees(one, other) for one, other in zip(wanted, seen, strict=True))
        )
    return bool(wanted == seen) and isinstance(wanted, bool) == isinstance(seen, bool)


def says(wanted: Any, seen: Any) -> bool:
    """Whether a part is seen as it is wanted. What the channel tells nothing of contradicts nothing."""
    if isinstance(wanted, Mapping) and isinstance(seen, Mapping):
        return all(agrees(wanted[key], seen[key]) for key in wanted if key in seen)
    return agrees(wanted, seen)


def seen_as(wanted: Digests, wanted_body: Mapping[str, Any], seen_body: Mapping[str, Any]) -> dict[str, str]:
    """Part → the digest of what is seen: that of what is wanted where it agrees."""
    return {
        part: wanted[part] if part in wanted and says(wanted_body.get(part), body) else digest_of(body)
        for part, body in seen_body.items()
    }


def is_odd(state: str, channel: Channel) -> bool:
    """Whether the channel's folder does not know what an order in this state is: also one of which none was told."""
    return bool(channel.order_states) and state not in channel.order_states
