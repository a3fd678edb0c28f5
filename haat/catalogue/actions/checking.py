"""From draft to shop, and back."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from haat.catalogue import rules
from haat.catalogue.actions.changing import drop_changes
from haat.catalogue.errors import ChecksFailed, NoReason, UnknownReason, WrongState
from haat.catalogue.models import Check, Good
from haat.catalogue.rules import CheckLine
from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.core.rows import update


def _moved(good: Good, state: str, *, only_from: str | None = None, **more: Any) -> tuple[Good, bool]:
    """The good as it stands, held and in `state` with `more` set; False when it was there already.

    Raises WrongState.
    """
    held = hold(good, "mart", "craft", "maker__seller")
    if held.state == state:
        return held, False
    rules.require_move(held, state)
    if only_from not in (None, held.state):
        raise WrongState(held.state)
    held.state, held.changed_at = state, timezone.now()
    if state == Good.State.LIVE:
        more["live_at"] = held.live_at or held.changed_at
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
def take_back(good: Good, *, by: Actor) -> Good:
    """Give a good that waits for its check back to its maker to mend; twice changes nothing. Raises WrongState."""
    held, moved = _moved(good, Good.State.DRAFT, only_from=Good.State.WAITING)
    if moved:
        record("catalogue.good_taken_back", held, by=by)
    return _fresh(good, held)


@transaction.atomic
def approve(good: Good, *, checks: Collection[CheckLine] = (), by: Actor) -> Good:
    """Put a good that waits into the shop; approving twice changes nothing.

    The catalogue's own checks must not fail, nor any of `checks` (those of `pricing.checks`).
    Raises ChecksFailed, WrongState.
    """
    held, moved = _moved(good, Good.State.LIVE, only_from=Good.State.WAITING)
    if moved:
        prefetch_related_objects([held], "photos__picture")
        lines = {line.code: line for line in (*checks, *rules.checks_of(held))}
        failed = [line for line in lines.values() if line.outcome == rules.FAIL]
        if failed:
            raise ChecksFailed([line.code for line in failed], [f"{line.sentence}." for line in failed])
        Check.objects.create(good=held, outcome=Check.Outcome.APPROVED, by_id=by.user_id or 0)
        record("catalogue.good_approved", held, by=by)
    return _fresh(good, held)


@transaction.atomic
def send_back(good: Good, *, reasons: Sequence[str], note: str = "", by: Actor) -> Good:
    """Give a good back to its maker with at least one of SEND_BACK_REASONS, and perhaps a note of one's own.

    Raises NoReason, UnknownReason, WrongState.
    """
    if not reasons:
        raise NoReason()
    for code in reasons:
        if code not in rules.SEND_BACK_REASONS:
            raise UnknownReason(code)
    held, moved = _moved(good, Good.State.SENT_BACK)
    if moved:
        drop_changes(held)
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
    held, moved = _moved(good, Good.State.LIVE, only_from=Good.State.PAUSED)
    if moved:
        record("catalogue.good_resumed", held, by=by)
    return _fresh(good, held)


def _fresh(good: Good, held: Good) -> Good:
    """The caller's object as the database has it now."""
    for field in ("state", "sent_at", "live_at", "changed_at"):
        setattr(good, field, getattr(held, field))
    return good
