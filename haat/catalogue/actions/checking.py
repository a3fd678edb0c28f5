"""From draft to shop, and back."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, QuerySet, prefetch_related_objects
from django.utils import timezone

from haat.catalogue import errors, rules
from haat.catalogue.models import Check, Good
from haat.catalogue.rules import CheckLine
from haat.core.actor import Actor
from haat.core.events import record
from haat.core.prepared import Prepared, Slot
from haat.core.rows import update


@Prepared
def _held() -> QuerySet[Good]:
    goods = Good.objects.select_for_update(of=("self",), no_key=True).filter(pk=Slot("pk", BigIntegerField()))
    return goods.select_related("mart", "craft", "maker__seller")


def _moved(good: Good, state: str, **more: Any) -> tuple[Good, bool]:
    """The good as it stands, locked and in `state` with `more` set; False when it was there already.

    Raises WrongState.
    """
    held = _held.get(pk=good.pk)
    if held.state == state:
        return held, False
    rules.require_move(held, state)
    held.state, held.changed_at = state, timezone.now()
    for field, value in more.items():
        setattr(held, field, value)
    update(held, "state", "changed_at", *more)
    return held, True


@transaction.atomic
def send_for_check(good: Good, *, by: Actor) -> Good:
    """Ask the desk to look at it; asking twice changes nothing. Raises NotComplete, WrongState."""
    held, moved = _moved(good, Good.State.WAITING, sent_at=timezone.now())
    if moved:
        rules.require_complete(held)
        record("catalogue.good_sent", held, by=by)
    return _fresh(good, held)


@transaction.atomic
def approve(good: Good, *, checks: Collection[CheckLine] = (), by: Actor) -> Good:
    """Put a good that waits into the shop; approving twice changes nothing.

    The catalogue's own checks must not fail, nor any of `checks` (those of `pricing.checks`).
    Raises ChecksFailed, WrongState.
    """
    held, moved = _moved(good, Good.State.LIVE, live_at=good.live_at or timezone.now())
    if moved:
        prefetch_related_objects([held], "photos__picture")
        lines = {line.code: line for line in (*checks, *rules.checks_of(held))}
        failed = [line for line in lines.values() if line.outcome == rules.FAIL]
        if failed:
            raise errors.ChecksFailed([line.code for line in failed], [f"{line.sentence}." for line in failed])
        Check.objects.create(good=held, outcome=Check.Outcome.APPROVED, by_id=by.user_id or 0)
        record("catalogue.good_approved", held, by=by)
    return _fresh(good, held)


@transaction.atomic
def send_back(good: Good, *, reasons: Sequence[str], note: str = "", by: Actor) -> Good:
    """Give a good back to its maker with at least one of SEND_BACK_REASONS, and perhaps a note of one's own.

    Raises HaatError(check.no_reason, check.unknown_reason), WrongState.
    """
    if not reasons:
        raise errors.no_reason()
    for code in reasons:
        if code not in rules.SEND_BACK_REASONS:
            raise errors.unknown_reason(code)
    held, moved = _moved(good, Good.State.SENT_BACK)
    if moved:
        Check.objects.create(
            good=held,
            outcome=Check.Outcome.SENT_BACK,
            reasons=list(reasons),
            note=note.strip(),
            by_id=by.user_id or 0,
        )
        record("catalogue.good_sent_back", held, by=by, reasons=list(reasons), note=note.strip())
    return _fresh(good, held)


@transaction.atomic
def pause_good(good: Good, *, by: Actor) -> Good:
    """Take a live good off the shelf for a while; twice changes nothing. Raises WrongState."""
    held, moved = _moved(good, Good.State.PAUSED)
    if moved:
        record("catalogue.good_paused", held, by=by)
    return _fresh(good, held)


@transaction.atomic
def resume_good(good: Good, *, by: Actor) -> Good:
    """Put a paused good back on the shelf; twice changes nothing. Raises WrongState."""
    if good.state not in (Good.State.PAUSED, Good.State.LIVE):
        raise errors.WrongState(good.state)
    held, moved = _moved(good, Good.State.LIVE)
    if moved:
        record("catalogue.good_resumed", held, by=by)
    return _fresh(good, held)


def _fresh(good: Good, held: Good) -> Good:
    """The caller's object as the database has it now."""
    for field in ("state", "sent_at", "live_at", "changed_at"):
        setattr(good, field, getattr(held, field))
    return good
