"""After delivery: returns and ratings."""

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.languages import best
from haat.orders.actions.parts import goods_back, held, move, record_part
from haat.orders.errors import BadStars, ReasonMissing, TooLateToReturn, WrongState
from haat.orders.models import OrderLine, Rating, Return, SellerOrder
from haat.orders.rules import RETURN_DAYS, in_return_days, may_rate

State = SellerOrder.State


@transaction.atomic
def ask_return(part: SellerOrder, *, reason: str, by: Actor) -> Return:
    """The buyer wants to send it back, once. Raises WrongState, TooLateToReturn, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    if part.state != State.DELIVERED:
        raise WrongState(part.number, part.state, State.RETURNED)
    if not in_return_days(part, now=timezone.now()):
        raise TooLateToReturn(RETURN_DAYS)
    asked, made = Return.objects.get_or_create(
        part=part, defaults={"mart_id": part.mart_id, "reason": reason.strip()[:300]}
    )
    if made:
        record_part("orders.return_asked", part, by=by, return_id=asked.pk, reason=asked.reason)
    return asked


@transaction.atomic
def receive_return(ret: Return, *, resale: bool = True, by: Actor) -> Return:
    """The goods have come back; the buyer is owed their price. Not `resale`: broken, not for the shelf."""
    if _answer(ret, Return.State.RECEIVED, ""):
        part = ret.part
        move(part, State.RETURNED, closed_at=timezone.now())
        goods = goods_back(part, by=by, resale=resale)
        record_part("orders.return_received", part, by=by, return_id=ret.pk, good_ids=goods)
    return ret


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
def rate(line: OrderLine, *, stars: int, words: str = "", by: Actor) -> Rating:
    """What the buyer says of a line she has; saying it again replaces it. Raises BadStars, WrongState."""
    if not 1 <= stars <= 5:
        raise BadStars
    if not may_rate(line):
        raise WrongState(line.part.number, line.part.state, "rated")
    order = line.part.order
    said = {"stars": stars, "words": " ".join(words.split())[:500], "at": timezone.now()}
    rating, _made = Rating.objects.update_or_create(
        line=line,
        defaults=said,
        create_defaults={
            **said,
            "mart_id": order.mart_id,
            "good_id": line.good_id,
            "language": order.language,
            "buyer_name": order.name.split()[0][:60],
            "place": best(order.district.names, order.language).text[:60],
        },
    )
    record("orders.rated", rating, by=by, good_id=line.good_id, stars=stars)
    return rating
