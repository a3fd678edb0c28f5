"""A member says that she did not get what was marked as given to her; no money moves by it."""

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.core.rows import update
from haat.ledger.errors import NotGivenYet
from haat.ledger.models import Share


@transaction.atomic
def dispute_share(share: Share, *, by: Actor) -> Share:
    """She has not got it, though it is marked as given: leader and desk see it. Told twice it counts once.

    Raises NotGivenYet.
    """
    share = hold(share, "payout", "member")
    if share.given_at is None:
        raise NotGivenYet()
    if share.disputed_at is None:
        share.disputed_at = timezone.now()
        update(share, "disputed_at")
        record("ledger.share_disputed", share.member, by=by, mart_id=share.payout.mart_id, **_told(share))
    return share


@transaction.atomic
def settle_share(share: Share, *, by: Actor) -> Share:
    """She has it now, or the desk has settled it; told twice it counts once."""
    share = hold(share, "payout", "member")
    if share.disputed_at is not None:
        share.disputed_at = None
        update(share, "disputed_at")
        record("ledger.share_settled", share.member, by=by, mart_id=share.payout.mart_id, **_told(share))
    return share


def _told(share: Share) -> dict[str, int]:
    return {"maker": share.payout.maker_id, "payout": share.payout_id, "amount_paise": share.amount_paise}
