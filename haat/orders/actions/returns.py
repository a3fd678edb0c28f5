"""After delivery: returns."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.locks import hold_key
from haat.core.rows import insert, update
from haat.core.scans import Scan
from haat.core.texts import clean_line
from haat.orders.actions.freeing import goods_back
from haat.orders.actions.parts import held, move, record_part
from haat.orders.actions.photos import keep_photo
from haat.orders.errors import ReasonMissing, TooLateToReturn, WordsMissing, WrongState
from haat.orders.models import Part, PartPhoto, Return, ReturnLine
from haat.orders.rules import RETURN_DAYS, may_come_back
from haat.orders.shares import Pieces, asked_back, back_paise, backs, came_back, checked, quantities

State = Part.State


@transaction.atomic
def ask_return(
    part: Part, *, reason: str, pieces: Pieces | None = None, photo: Scan | None = None, by: Actor
) -> Return:
    """The buyer wants to send pieces back, all that are left unless told which; while one is open, it is that one.

    A piece is asked for once; what was sold elsewhere comes back whenever the channel lets it. The order is locked
    first, as the payouts lock it: either they read this return, or it waits for them. `photo`: what is wrong with it.
    Raises WrongState, TooLateToReturn, ReasonMissing, BadPieces, CannotDivide, NotAPhoto.
    """
    if not reason.strip():
        raise ReasonMissing
    part = _held(part)
    if part.state not in (State.DELIVERED, State.RETURNED):
        raise WrongState(part.number, part.state, State.RETURNED)
    asked_before = asked_back(part)
    left = {line.pk: line.quantity - asked_before.get(line.pk, 0) for line in part.lines.order_by("pk")}
    told = part.returns.order_by("pk").last()
    if told is not None and (told.state == Return.State.ASKED or not any(left.values())):
        return told
    if not may_come_back(part, now=timezone.now()):
        raise TooLateToReturn(RETURN_DAYS)
    asked = _ask(part, reason, checked(left if pieces is None else pieces, left), by)
    if photo is not None:
        keep_photo(part, kind=PartPhoto.Kind.BUYER, photo=photo, ret=asked, by=by)
    return asked


def _held(part: Part) -> Part:
    """The part as it stands, the order held first."""
    order = held(part.order_id)
    part = hold_key(Part, part.pk)
    part.order = order
    return part


def _ask(part: Part, reason: str, pieces: dict[int, int], by: Actor) -> Return:
    """Write down that these pieces shall come back."""
    asked = Return.objects.create(part=part, mart_id=part.mart_id, reason=reason.strip()[:300])
    insert([ReturnLine(ret=asked, line_id=line_id, pieces=count) for line_id, count in pieces.items()])
    backs(asked)  # refuses what cannot be shared to the paisa, while the buyer may still choose otherwise
    record_part("orders.return_asked", part, by=by, return_id=asked.pk, reason=asked.reason, **_told(asked))
    return asked


def _told(ret: Return) -> dict[str, Any]:
    """What a return is about: the lines' pieces, and what the buyer paid for them."""
    rows = ret.lines.order_by("line_id").values_list("line_id", "pieces")
    lines = [{"line_id": line_id, "pieces": pieces} for line_id, pieces in rows]
    return {"lines": lines, "back_paise": back_paise(ret)}


@transaction.atomic
def receive_return(ret: Return, *, resale: bool = True, by: Actor) -> Return:
    """The pieces have come back; the buyer is owed their price. Not `resale`: broken, not for the shelf.

    The part is returned once all of its pieces are back. Raises WrongState.
    """
    if _answer(ret, Return.State.RECEIVED, ""):
        part = ret.part
        part.order = held(part.order_id)
        pieces = [(row.line, row.pieces) for row in ret.lines.select_related("line__good").order_by("line_id")]
        if came_back(part) == quantities(part.lines.all()):
            move(part, State.RETURNED, closed_at=timezone.now())
        goods_back(part, pieces, cause=ret.cause, resale=resale, by=by)
        goods = sorted({line.good_id for line, _count in pieces})
        record_part("orders.return_received", part, by=by, return_id=ret.pk, good_ids=goods, **_told(ret))
    return ret


@transaction.atomic
def take_back_pieces(part: Part, *, pieces: Pieces, reason: str, resale: bool = True, by: Actor) -> Return:
    """Pieces that are back already, refused at the door or brought by the buyer: asked and received at once.

    Raises like `ask_return`, and WrongState while another return is open.
    """
    part = _held(part)
    if part.returns.filter(state=Return.State.ASKED).exists():
        raise WrongState(part.number, part.state, State.RETURNED)
    return receive_return(ask_return(part, reason=reason, pieces=pieces, by=by), resale=resale, by=by)


@transaction.atomic
def refuse_return(ret: Return, *, reason: str, by: Actor) -> Return:
    """The return is not agreed to, with a reason the buyer reads. Raises ReasonMissing, WrongState."""
    if not reason.strip():
        raise ReasonMissing
    if _answer(ret, Return.State.REFUSED, reason.strip()[:300]):
        record_part("orders.return_refused", ret.part, by=by, return_id=ret.pk, reason=ret.answer)
    return ret


def _answer(ret: Return, to: Return.State, answer: str) -> bool:
    """Close an asked return; False when it is closed so already. Raises WrongState."""
    held(ret.part.order_id)
    moved = Return.objects.filter(pk=ret.pk, state=Return.State.ASKED).update(
        state=to, answer=answer, closed_at=timezone.now()
    )
    ret.refresh_from_db()
    if not moved and ret.state != to:
        raise WrongState(ret.part.number, ret.state, to)
    return bool(moved)


@transaction.atomic
def see_return(ret: Return, *, by: Actor) -> Return:
    """Its maker has seen that something comes back. Told twice, it counts once."""
    held(ret.part.order_id)
    ret.refresh_from_db()
    if ret.maker_saw_at is None:
        ret.maker_saw_at = timezone.now()
        update(ret, "maker_saw_at")
        record_part("orders.return_seen", ret.part, by=by, return_id=ret.pk)
    return ret


@transaction.atomic
def tell_of_return(ret: Return, *, words: str, photo: Scan | None = None, by: Actor) -> Return:
    """What its maker says of a return, and shows: the desk reads it. The same words again are nothing new.

    Raises WordsMissing (neither words nor a photo), NotAPhoto, TooManyPhotos.
    """
    said = clean_line(words)[:300]
    if not said and photo is None:
        raise WordsMissing()
    see_return(ret, by=by)
    if said and said != ret.maker_words:
        record_part("orders.return_told", ret.part, by=by, return_id=ret.pk, before=ret.maker_words, after=said)
        ret.maker_words = said
        update(ret, "maker_words")
    if photo is not None:
        keep_photo(ret.part, kind=PartPhoto.Kind.MAKER, photo=photo, ret=ret, by=by)
    return ret
