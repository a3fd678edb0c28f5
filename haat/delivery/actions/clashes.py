"""What two people tell differently of a parcel: asked once, answered by a third."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from haat.core.actor import Actor
from haat.core.errors import Answered
from haat.core.events import record
from haat.core.locks import hold, hold_all
from haat.core.rows import update
from haat.core.texts import clean_line
from haat.delivery.errors import NoAnswer
from haat.delivery.fetch_errors import OutcomeMissing, OwnParcels
from haat.delivery.models import Clash, Fetch, Parcel
from haat.delivery.rules import LOOKED_FOR, moment_of
from haat.orders import actions as orders
from haat.people.models import User
from haat.stock.holdings import places_promised_from
from haat.stock.models import StockPlace

MOST_WORDS = 300
S, K, WHERE = Fetch.State, Clash.Kind, Clash.Outcome
BECOMES: dict[str, str] = {WHERE.HUB: S.RECEIVED, WHERE.MAKER: S.LEFT, WHERE.LOST: S.LOST}


def _facts(clash: Clash) -> dict[str, Any]:
    return {
        "parcel_id": clash.parcel_id,
        "number": clash.parcel.number,
        "kind": clash.kind,
        "who_id": clash.who_id,
    }


def ask(
    parcel: Parcel, kind: str, *, key: str, who: int, hub: StockPlace | None = None, by: Actor, **more: Any
) -> Clash:
    """Ask about a held parcel; the same `key` asks once."""
    clash, made = Clash.objects.get_or_create(
        mart_id=parcel.mart_id, key=key, defaults={"kind": kind, "parcel": parcel, "who_id": who, "hub": hub, **more}
    )
    if made:
        record("delivery.clash_asked", clash, by=by, **_facts(clash))
    return clash


def settle(clashes: Iterable[Clash], *, answer: str = "", outcome: str = "", by: Actor) -> None:
    """Answer these open clashes; without words: what was missing has been told since."""
    for clash in clashes:
        clash.state, clash.answered_at = Clash.State.ANSWERED, timezone.now()
        clash.answer, clash.outcome = answer, outcome
        update(clash, "state", "answered_at", "answer", "outcome")
        facts = _facts(clash)
        record("delivery.clash_answered", clash, by=by, **facts, outcome=outcome, answer=answer)


def done_after_all(parcel: Parcel, deed: str, *, by: Actor) -> None:
    """What was refused of a held parcel before has been done now."""
    settle(_open(parcel).filter(kind=K.REFUSED, deed=deed), by=by)


def told_after_all(parcel: Parcel, *kinds: str, by: Actor) -> None:
    """What nobody had told of a held parcel is told now."""
    settle(_open(parcel).filter(kind__in=kinds), by=by)


def turned_up(parcel: Parcel, *, by: Actor) -> None:
    """A held parcel lies before somebody: it is missed on no other pick-up any more, lost no more, nor asked for."""
    parcel.fetches.filter(state__in=(S.MISSING, S.LOST)).update(state=S.LEFT)
    told_after_all(parcel, K.MISSING, K.NOT_BACK, by=by)
    if parcel.state == Parcel.State.LOST:
        untried = parcel.part.living and not parcel.tries
        parcel.state = Parcel.State.PACKED if untried else Parcel.State.BACK
        parcel.save(update_fields=["state"])


def _open(parcel: Parcel) -> Any:
    return Clash.objects.filter(parcel=parcel, state=Clash.State.OPEN).select_related("parcel").order_by("pk")


@transaction.atomic
def tell_refused(
    parcel: Parcel, *, who: User, deed: str, words: str, done_at: datetime | None, key: str, by: Actor
) -> Clash:
    """A deed done without net was refused when it was told: the desk asks its doer. The same `key` asks once."""
    orders.held(parcel.part.order_id)
    held = hold(parcel, "part")
    return ask(
        held,
        K.REFUSED,
        key=key,
        who=who.pk,
        by=by,
        deed=Clash.Deed(deed),
        words=clean_line(words)[:MOST_WORDS],
        done_at=moment_of(done_at, since=held.packed_at),
    )


@transaction.atomic
def answer_clash(clash: Clash, *, answer: str, outcome: str = "", by: Actor) -> Clash:
    """Whoever was asked has told. `outcome` says where a parcel is that was looked for. Told twice it counts once.

    Raises NoAnswer, OutcomeMissing, OwnParcels (the rider answers nothing of his own), and Answered when it was
    answered otherwise before.
    """
    answer = clean_line(answer)[:MOST_WORDS]
    if not answer:
        raise NoAnswer
    if by.user_id == clash.who_id:
        raise OwnParcels
    looked_for = clash.kind in LOOKED_FOR
    if looked_for and outcome not in WHERE.values:
        raise OutcomeMissing
    outcome = outcome if looked_for else ""
    orders.held(clash.parcel.part.order_id)
    parcel = hold(clash.parcel, "part")
    held = hold(clash, "parcel", "hub")
    if held.state == Clash.State.ANSWERED:
        if (held.answer, held.outcome) != (answer, outcome):
            raise Answered(held.answer or _("It was told since."))
        return held
    if looked_for:
        _hold_places(held, parcel)
        _found(held, parcel, outcome, by)
    settle([held], answer=answer, outcome=outcome, by=by)
    return held


def _hold_places(clash: Clash, parcel: Parcel) -> None:
    """The hub, and where a cancelled parcel's pieces left from: places are held together, before what lies there."""
    hubs = [] if clash.hub is None else [clash.hub.pk]
    left_from = [] if parcel.part.living else places_promised_from({parcel.part.cause}).values_list("pk", flat=True)
    hold_all(StockPlace.objects.filter(pk__in=[*hubs, *left_from]))


def _found(clash: Clash, parcel: Parcel, outcome: str, by: Actor) -> None:
    """The held parcel is where the answer says, when it is still looked for."""
    if clash.kind == K.MISSING:
        looked_for = bool(parcel.fetches.filter(state=S.MISSING).update(state=BECOMES[outcome]))
        state = parcel.state
    else:
        looked_for = parcel.state == Parcel.State.NOT_DELIVERED
        at_maker = Parcel.State.PACKED if parcel.part.living else Parcel.State.HOME
        state = Parcel.State.BACK if outcome == WHERE.HUB else at_maker
    if looked_for:
        state = Parcel.State.LOST if outcome == WHERE.LOST else state
        Parcel.objects.filter(pk=parcel.pk).update(state=state, hub=clash.hub if outcome == WHERE.HUB else None)
        if outcome == WHERE.LOST:
            orders.pieces_lost(parcel.part, by=by)
        elif outcome == WHERE.MAKER:
            orders.pieces_home(parcel.part, by=by)
