"""What is wanted of an offer beside what is seen, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from haat.channels.channel import LISTING, PRICE, STOCK, THEIRS
from haat.channels.models import Offer
from haat.channels.states import agrees

NOTHING = object()
PARTS = (PRICE, STOCK, LISTING)


@dataclass(frozen=True)
class Field:
    """One field of an offer: its part, the channel's name of it, what we want and what is shown there (None: nothing).

    `sent`: what is wanted of its part has been sent and was not read back yet.
    """

    part: str
    name: str
    wanted: Any
    seen: Any
    agrees: bool
    sent: bool

    @property
    def leaf(self) -> str:
        """The last step of its name."""
        return self.name.rpartition(".")[2]


def fields_of(offer: Offer) -> list[Field]:
    """Every field that is wanted or seen, those that differ first."""
    found = [field for part in PARTS for field in _of_part(offer, part)]
    return sorted(found, key=lambda field: field.agrees)


def _of_part(offer: Offer, part: str) -> Iterator[Field]:
    wanted, seen = dict(_leaves(offer.wanted_body.get(part))), dict(_leaves(offer.seen_body.get(part)))
    body = offer.seen_body.get(part)
    sent = part in offer.wanted and offer.sent.get(part) == offer.wanted[part] != offer.seen.get(part)
    for name in dict.fromkeys([*wanted, *seen]):
        if (part, name) == (STOCK, THEIRS):
            continue
        want, see = wanted.get(name, NOTHING), seen.get(name, NOTHING)
        # What a channel adds by itself, or does not tell at all, contradicts nothing.
        told = isinstance(body, Mapping) and name.split(".")[0] in body
        right = want is NOTHING or not told or (see is not NOTHING and agrees(want, see))
        yield Field(part, name, _plain(want), _plain(see), right, sent)


def _plain(value: Any) -> Any:
    return None if value is NOTHING else value


def _leaves(body: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """(`attributes.item_name`, value) of all that is no mapping any more."""
    if isinstance(body, Mapping):
        for key, value in body.items():
            yield from _leaves(value, f"{at}.{key}" if at else str(key))
    elif body is not None or at:
        yield at, body


def told(offer: Offer) -> dict[str, Any]:
    """An offer in plain values: for `haat channels offer`."""
    return {
        "sku": offer.sku,
        "account": offer.account_id,
        "channel": offer.account.channel,
        "mart": offer.account.mart.slug,
        "state": offer.state,
        "since": offer.since.isoformat(),
        "open": offer.open,
        "paused": offer.paused,
        "external_id": offer.external_id,
        "product_type": offer.product_type,
        "pieces": offer.pieces,
        "reasons": offer.reasons,
        "due": offer.due,
        "there": offer.there,
        "buyable": offer.buyable,
        "shown": offer.shown,
        **{name: _iso(getattr(offer, name)) for name in ("wanted_at", "sent_at", "seen_at", "live_at", "look_at")},
        "attempt": _attempt(offer),
        "fields": [
            {"part": field.part, "name": field.name, "wanted": field.wanted, "seen": field.seen, "agrees": field.agrees}
            for field in fields_of(offer)
        ],
        "refusals": [
            {
                "code": row.cause.code,
                "about": row.cause.about,
                "ours": row.cause.ours,
                "who": row.cause.who,
                "severity": row.severity,
                "at": row.at.isoformat(),
                "raw": row.raw,
            }
            for row in offer.refusals.filter(ended_at=None).select_related("cause").order_by("pk")
        ],
    }


def _attempt(offer: Offer) -> dict[str, Any] | None:
    row = offer.attempt
    if row is None:
        return None
    return {"id": row.pk, "operation": row.operation, "state": row.state, "ref": row.ref, "said": row.said}


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
