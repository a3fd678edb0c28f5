"""Whether buyers may enter a mart. What it should have before that, `review.launch` knows."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.core.texts import clean_line
from haat.places.errors import NoReason
from haat.places.models import Mart


@transaction.atomic
def open_doors(mart: Mart, *, lacking: Sequence[str] = (), by: Actor) -> Mart:
    """Let buyers in; told twice it counts once. `lacking` is kept: what was not ready and was opened without."""
    mart = hold(mart)
    if not mart.shut:
        return mart
    mart.opened_at, mart.closed_at = timezone.now(), None
    mart.save(update_fields=["opened_at", "closed_at"])
    record("places.doors_opened", mart, by=by, mart_id=mart.pk, lacking=list(lacking))
    return mart


@transaction.atomic
def close_doors(mart: Mart, *, reason: str, by: Actor) -> Mart:
    """Let no buyer in any more; orders that were placed go on. Told twice it counts once. Raises NoReason."""
    words = clean_line(reason)[:200]
    if not words:
        raise NoReason()
    mart = hold(mart)
    if mart.shut:
        return mart
    mart.opened_at, mart.closed_at = None, timezone.now()
    mart.save(update_fields=["opened_at", "closed_at"])
    record("places.doors_closed", mart, by=by, mart_id=mart.pk, reason=words)
    return mart
