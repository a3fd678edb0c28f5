"""Where a good sells, as its maker is told: what is so at each account, since when, what it brought, and why not yet.

Only what was read back is on sale; what was sent, taken or accepted waits.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from haat.catalogue.models import Good
from haat.channels.models import Account, Cause, Offer
from haat.channels.queries import Sold, Somewhere, places_of_sale, sold_at
from haat.channels.states import SOLD_OUT
from haat.channels.wording import Said, words_of
from haat.studio.where import MAKER, MART

S = Offer.State
LIVE, HIDDEN, WAITING, SENT, EMPTY, PAUSED, HELD, NEXT = (
    *("live", "hidden", "waiting", "sent", "sold_out", "paused", "held", "next"),
)


@dataclass(frozen=True)
class There:
    """A good at an account: `state` in one word (the first of TABLE that holds), and since when it is so.

    `live` of its `sizes` a buyer can buy now. `why`: what most keeps it back, where something does, and `who` can mend
    that. `quiet`: nobody hears from the account, so that all is as it was seen last.
    """

    account: Account
    title: "str | Promise"
    state: str
    since: datetime | None
    live: int
    sizes: int
    sold: Sold
    why: Said | None = None
    who: str = ""

    @property
    def quiet(self) -> bool:
        return self.account.state == Account.State.STOPPED


def _is_live(offer: Offer) -> bool:
    return offer.buyable and offer.shown


def _is_empty(offer: Offer) -> bool:
    """Whether nothing but that there is none keeps it from being sold there."""
    return bool(offer.reasons) and all(reason["code"] == SOLD_OUT for reason in offer.reasons)


def _is_paused(offer: Offer) -> bool:
    return offer.paused or offer.account.paused_at is not None


def _stands(*states: str) -> Callable[[Offer], bool]:
    return lambda offer: offer.state in states


# Read from above: the first that holds of any size is how the good stands there.
TABLE: Sequence[tuple[str, Callable[[Offer], bool]]] = (
    (LIVE, _is_live),
    (HIDDEN, lambda offer: offer.buyable),
    (WAITING, _stands(S.ACCEPTED)),
    (SENT, _stands(S.SENDING, S.UNKNOWN)),
    (EMPTY, _is_empty),
    (PAUSED, _is_paused),
    (HELD, _stands(S.REFUSED, S.BLOCKED)),
    (NEXT, lambda offer: True),
)


def state_of(offers: Sequence[Offer]) -> str:
    """How a good stands at an account, by the offers of its sizes there (their account loaded)."""
    return next(state for state, holds in TABLE if any(holds(offer) for offer in offers))


def selling_of(good: Good) -> tuple[Sold, list[There]]:
    """What a good brought in the mart's own shop, and how it stands at every account at which a size of it is wanted.

    Four statements at the most.
    """
    sold = sold_at(good)
    there = places_of_sale(good, sold)
    causes = [cause for each in there if (cause := _first(each)) is not None]
    said = words_of(causes) if causes else {}
    return sold.get((MART, ""), Sold()), [_there(each, said) for each in there]


def _first(there: Somewhere) -> Cause | None:
    """What most keeps it back: hers before that of others, an error before what is only warned of."""
    if state_of(there.offers) not in (HELD, HIDDEN):
        return None
    asks = sorted(there.asks, key=lambda ask: (ask.severity, ask.cause.who != MAKER, ask.at, ask.pk))
    return asks[0].cause if asks else None


def _there(there: Somewhere, said: dict[int, Said]) -> There:
    state = state_of(there.offers)
    cause = _first(there)
    return There(
        account=there.account,
        title=there.channel.title if there.channel is not None else there.account.name,
        state=state,
        since=there.live_since if state == LIVE else _since(there.offers, state),
        live=sum(map(_is_live, there.offers)),
        sizes=len(there.offers),
        sold=there.sold,
        why=said[cause.pk] if cause else None,
        who=cause.who if cause else "",
    )


def _since(offers: Sequence[Offer], state: str) -> datetime | None:
    """Since when the first size stands so."""
    holds = dict(TABLE)[state]
    return min((offer.since for offer in offers if holds(offer)), default=None)
