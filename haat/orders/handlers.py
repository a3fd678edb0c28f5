"""Telling buyers and makers where an order stands: one message per cause, however often it is told."""

from datetime import date

from django.db.models import BigIntegerField, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from haat.core.dates import day_of
from haat.core.events import subscribe
from haat.core.languages import best
from haat.core.models import Event
from haat.core.money import format_rupees
from haat.core.prepared import Prepared, Slot
from haat.makers.queries import each_spoken_to, spoken_to
from haat.makers.queries import name as maker_name
from haat.messages.actions import tell, tell_many
from haat.messages.models import Message
from haat.messages.notices import Notice, rupees
from haat.orders import notices
from haat.orders.models import Order, Part
from haat.people.models import User


def _to_buyer(event: Event, order: Order, notice: Notice, body: str, **values: str) -> list[Message]:
    """Nobody is told whose number was never told, nor abroad, where our messages do not go."""
    if not order.reachable:
        return []
    return [
        Message(
            phone=order.phone,
            template=notice.name,
            language=order.language,
            body=body,
            values=values,
            cause=f"{event.kind}:{event.pk}:buyer",
            mart_id=order.mart_id,
            user_id=order.buyer_id,
        )
    ]


def _to_makers(parts: QuerySet[Part]) -> list[Message]:
    """The maker of each of these that is placed learns what to make and by when; or that it is packed where it lies."""
    placed = parts.filter(state=Part.State.PLACED).select_related("maker__mart", "place").order_by("pk")
    rows = list(placed)
    spoken_to = each_spoken_to(part.maker for part in rows)
    return [_to_maker(part, *spoken_to[part.maker_id]) for part in rows]


def _to_maker(part: Part, user: User | None, language: str) -> Message:
    with override(language):
        sentence = (
            _("New order %(number)s: it must reach the buyer by %(day)s. You get %(money)s.")
            if part.place is None
            else _("New order %(number)s: it is packed at %(place)s. You get %(money)s.")
        )
        body = sentence % {
            "number": part.number,
            "day": f"{part.promised_by:%d/%m}",
            "place": str(part.place),
            "money": format_rupees(part.maker_paise),
        }
    return Message(
        phone=part.maker.phone,
        template=(notices.NEW if part.place is None else notices.ELSEWHERE).name,
        language=language,
        body=body,
        values=_values(part),
        cause=f"order_new:{part.pk}",
        mart_id=part.mart_id,
        user=user,
    )


def _values(part: Part) -> dict[str, str]:
    if part.place is None:
        return {"number": part.number, "day": f"{part.promised_by:%d/%m}"}
    return {"number": part.number, "money": rupees(part.maker_paise)}


@Prepared
def _orders() -> QuerySet[Order]:
    return Order.objects.select_related("mart", "buyer").filter(pk=Slot("pk", BigIntegerField()))


def _order(event: Event) -> Order:
    return _orders.get(pk=event.data.get("order_id", event.subject_id))


@subscribe("orders.placed", many=True)
def tell_placed(events: list[Event]) -> None:
    """The buyers have their numbers; makers start, unless the payment is still to come."""
    orders = Order.objects.in_bulk({event.subject_id for event in events})
    messages = [message for event in events for message in _placed(event, orders[event.subject_id])]
    going = [event.subject_id for event in events if not _waits(event)]
    tell_many(messages + _to_makers(Part.objects.filter(order__in=going)))


def _waits(event: Event) -> bool:
    return bool(event.data["state"] == Order.State.AWAITING_PAYMENT)


def _placed(event: Event, order: Order) -> list[Message]:
    with override(order.language):
        if _waits(event) and order.pays == Order.Pays.AT_THE_DOOR:
            return []  # payments sends the code with which she gives her word
        if _waits(event):
            notice = notices.PLACED_WAITS
            sentence = _("Order %(number)s, %(money)s: we send it as soon as your payment has come.")
        elif order.pays == Order.Pays.AT_THE_DOOR:
            notice, sentence = notices.PLACED_CASH, _("Order %(number)s is placed. Keep %(money)s ready in cash.")
        else:
            notice, sentence = notices.PLACED, _("Order %(number)s is placed.")
        body = sentence % {"number": order.number, "money": format_rupees(order.total_paise)}
    return _to_buyer(event, order, notice, body, number=order.number, money=rupees(order.total_paise, up=True))


@subscribe("orders.grown")
def tell_grown(event: Event) -> None:
    """The maker of the part that joined its order learns of it, also when pieces were divided off from it since."""
    joined = event.data["part"]["part_id"]
    tell_many(_to_makers(_order(event).parts.filter(Q(pk=joined) | Q(divided_from=joined))))


@subscribe("orders.paid")
def tell_paid(event: Event) -> None:
    """The payment of an order that waited for it has come."""
    if not event.data["placed"]:
        return
    order = _order(event)
    with override(order.language):
        sentence = (
            _("Your payment of %(money)s for order %(number)s has come. The makers start now.")
            if order.parts.filter(place=None).exists()
            else _("Your payment of %(money)s for order %(number)s has come. It is packed now.")
        )
        body = sentence % {"number": order.number, "money": format_rupees(event.data["total_paise"])}
    values = {"number": order.number, "money": rupees(event.data["total_paise"])}
    tell_many(_to_buyer(event, order, notices.PAID, body, **values) + _to_makers(order.parts.all()))


@subscribe("orders.promised")
def tell_promised(event: Event) -> None:
    """The buyer of a cash order gave her word: the makers start."""
    order = _order(event)
    with override(order.language):
        body = _("Order %(number)s is placed. Keep %(money)s ready in cash.") % {
            "number": order.number,
            "money": format_rupees(event.data["total_paise"]),
        }
    values = {"number": order.number, "money": rupees(event.data["total_paise"], up=True)}
    tell_many(_to_buyer(event, order, notices.PLACED_CASH, body, **values) + _to_makers(order.parts.all()))


@subscribe("orders.cancelled")
def tell_cancelled(event: Event) -> None:
    """The buyer learns why, and that her money comes back; the maker that nothing comes of it."""
    order = _order(event)
    part = Part.objects.select_related("maker__mart", "place").get(pk=event.subject_id)
    facts = {"number": _named(part, order.language), "reason": event.data["reason"]}
    with override(order.language):
        if order.pays == Order.Pays.ELSEWHERE:
            notice = notices.CANCELLED_ELSEWHERE
            sentence = _("Order %(number)s is cancelled: %(reason)s. Your money comes back from where you ordered.")
        elif event.data["paid"]:
            notice = notices.CANCELLED_PAID
            sentence = _("Order %(number)s is cancelled: %(reason)s. Your money comes back within 7 days.")
        else:
            notice = notices.CANCELLED
            sentence = _("Order %(number)s is cancelled: %(reason)s. You pay nothing for it.")
        body = sentence % facts
    tell_many(_to_buyer(event, order, notice, body, number=part.number))
    _cancelled_to_maker(event, order, part)


def _cancelled_to_maker(event: Event, order: Order, part: Part) -> None:
    """She need not make it; or, where it lay elsewhere and she was told what she gets, that does not come.

    Nothing where it waited for money, or for its buyer's word: she never heard of it.
    """
    if event.data.get("waited", order.pays == Order.Pays.BEFORE and not event.data["paid"]):
        return
    user, language = spoken_to(part.maker)
    with override(language):
        sentence = (
            _("Order %(number)s is cancelled: %(reason)s. Do not make or send it.")
            if part.place is None
            else _("Order %(number)s is cancelled: the pieces stay at %(place)s, %(money)s does not come.")
        )
        body = sentence % {
            "number": _named(part, language),
            "reason": event.data["reason"],
            "place": str(part.place),
            "money": format_rupees(event.data["maker_paise"]),
        }
    tell(
        part.maker.phone,
        template=(notices.CANCELLED_MAKER if part.place is None else notices.CANCELLED_STAYS).name,
        language=language,
        body=body,
        values={"number": part.number, "money": rupees(event.data["maker_paise"])},
        cause=f"{event.kind}:{event.pk}:maker",
        mart=order.mart,
        user=user,
    )


def _named(part: Part, language: str) -> str:
    """Its number; when it was divided off, what is in it too, for nobody has seen that number before."""
    if part.divided_from_id is None:
        return part.number
    lines = (f"{line.quantity} × {best(line.names, language).text}" for line in part.lines.order_by("pk"))
    return f"{part.number} ({', '.join(lines)})"


@subscribe("orders.held")
def tell_held(event: Event) -> None:
    """The buyer learns by when she has it now, and why; and where she may cancel it."""
    order = _order(event)
    part = Part.objects.get(pk=event.subject_id)
    day = f"{date.fromisoformat(event.data['promised_by']):%d/%m}"
    with override(order.language):
        sentence = (
            _("Order %(number)s comes later: by %(day)s. %(reason)s. To cancel it, go to where you ordered it.")
            if order.is_elsewhere
            else _("Order %(number)s comes later: by %(day)s. %(reason)s. You may cancel it on the order's page.")
        )
        body = sentence % {
            "number": _named(part, order.language),
            "day": day,
            "reason": event.data["reason"].rstrip("."),
        }
    tell_many(_to_buyer(event, order, notices.HELD, body, number=part.number, day=day))


@subscribe("orders.delivered")
def tell_delivered(event: Event) -> None:
    """The buyer may rate it now, or send it back. A rider may tell it days later."""
    order = _order(event)
    part = Part.objects.select_related("maker").get(pk=event.subject_id)
    day = f"{day_of(part.delivered_at or event.at):%d/%m}"
    with override(order.language):
        body = _("Order %(number)s from %(maker)s was handed over on %(day)s. Rate it on the order's page.") % {
            "number": part.number,
            "maker": maker_name(part.maker),
            "day": day,
        }
    tell_many(_to_buyer(event, order, notices.DELIVERED, body, number=part.number, day=day))


@subscribe("orders.return_received", "orders.return_refused")
def tell_return(event: Event) -> None:
    """The answer to a return the buyer asked for."""
    order = _order(event)
    with override(order.language):
        if event.kind == "orders.return_refused":
            notice, sentence = notices.RETURN_REFUSED, _("Order %(number)s cannot be taken back: %(reason)s.")
        elif order.pays == Order.Pays.ELSEWHERE:
            notice = notices.RETURN_ELSEWHERE
            sentence = _("Order %(number)s has come back. Your money comes from where you ordered.")
        else:
            notice, sentence = (
                notices.RETURN,
                _("Order %(number)s has come back. %(money)s comes to you within 7 days."),
            )
        body = sentence % {
            "number": event.data["number"],
            "money": format_rupees(_back_paise(event)),
            "reason": event.data.get("reason", ""),
        }
    values = {"number": event.data["number"], "money": rupees(_back_paise(event))}
    tell_many(_to_buyer(event, order, notice, body, **values))


def _back_paise(event: Event) -> int:
    """What comes back with a return; an event of 0.1.0 speaks of a whole part."""
    return int(event.data.get("back_paise", event.data["goods_paise"]))
