"""Telling buyers and makers where an order stands: one message per cause, however often it is told."""

from django.db.models import BigIntegerField, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from haat.core.dates import day_of
from haat.core.events import subscribe
from haat.core.models import Event
from haat.core.money import format_rupees
from haat.core.prepared import Prepared, Slot
from haat.makers.queries import name as maker_name
from haat.makers.queries import spoken_to
from haat.messages.actions import tell
from haat.orders.models import Order, SellerOrder


def _to_buyer(event: Event, order: Order, template: str, body: str) -> None:
    tell(
        order.phone,
        template=template,
        language=order.language,
        body=body,
        cause=f"{event.kind}:{event.pk}:buyer",
        mart=order.mart,
        user=order.buyer,
    )


def _to_makers(event: Event, order: Order) -> None:
    """Each maker of the order learns what to make and by when."""
    parts = order.parts.filter(state=SellerOrder.State.PLACED).select_related("maker__mart")
    for part in parts.order_by("pk"):
        user, language = spoken_to(part.maker)
        with override(language):
            body = _("New order %(number)s: it must reach the buyer by %(day)s. You get %(money)s.") % {
                "number": part.number,
                "day": f"{part.promised_by:%d/%m}",
                "money": format_rupees(part.maker_paise),
            }
        tell(
            part.maker.phone,
            template="order_new",
            language=language,
            body=body,
            cause=f"order_new:{part.pk}",
            mart=order.mart,
            user=user,
        )


@Prepared
def _orders() -> QuerySet[Order]:
    return Order.objects.select_related("mart", "buyer").filter(pk=Slot("pk", BigIntegerField()))


def _order(event: Event) -> Order:
    return _orders.get(pk=event.data.get("order_id", event.subject_id))


@subscribe("orders.placed")
def tell_placed(event: Event) -> None:
    """The buyer has her number; makers start, unless the payment is still to come."""
    order = _order(event)
    waits = event.data["state"] == Order.State.AWAITING_PAYMENT
    with override(order.language):
        sentence = (
            _("Order %(number)s, %(money)s: we send it as soon as your payment has come.")
            if waits
            else _("Order %(number)s is placed. Keep %(money)s ready in cash.")
        )
        body = sentence % {"number": order.number, "money": format_rupees(order.total_paise)}
    _to_buyer(event, order, "order_placed", body)
    if not waits:
        _to_makers(event, order)


@subscribe("orders.paid")
def tell_paid(event: Event) -> None:
    """The payment of an order that waited for it has come."""
    if not event.data["placed"]:
        return
    order = _order(event)
    with override(order.language):
        body = _("Your payment of %(money)s for order %(number)s has come. The makers start now.") % {
            "number": order.number,
            "money": format_rupees(event.data["total_paise"]),
        }
    _to_buyer(event, order, "order_paid", body)
    _to_makers(event, order)


@subscribe("orders.cancelled")
def tell_cancelled(event: Event) -> None:
    """The buyer learns why, and that her money comes back; the maker that she need not make it."""
    order = _order(event)
    part = SellerOrder.objects.select_related("maker__mart").get(pk=event.subject_id)
    facts = {"number": part.number, "reason": event.data["reason"]}
    with override(order.language):
        sentence = (
            _("Order %(number)s is cancelled: %(reason)s. Your money comes back within 7 days.")
            if event.data["paid"]
            else _("Order %(number)s is cancelled: %(reason)s. You pay nothing for it.")
        )
        body = sentence % facts
    _to_buyer(event, order, "order_cancelled", body)
    user, language = spoken_to(part.maker)
    with override(language):
        body = _("Order %(number)s is cancelled: %(reason)s. Do not make or send it.") % facts
    tell(
        part.maker.phone,
        template="order_cancelled",
        language=language,
        body=body,
        cause=f"{event.kind}:{event.pk}:maker",
        mart=order.mart,
        user=user,
    )


@subscribe("orders.delivered")
def tell_delivered(event: Event) -> None:
    """The buyer may rate it now, or send it back."""
    order = _order(event)
    part = SellerOrder.objects.select_related("maker").get(pk=event.subject_id)
    with override(order.language):
        body = _("Order %(number)s from %(maker)s was handed over on %(day)s. Rate it on the order's page.") % {
            "number": part.number,
            "maker": maker_name(part.maker),
            "day": f"{day_of(event.at):%d/%m}",
        }
    _to_buyer(event, order, "order_delivered", body)


@subscribe("orders.return_received", "orders.return_refused")
def tell_return(event: Event) -> None:
    """The answer to a return the buyer asked for."""
    order = _order(event)
    with override(order.language):
        body = (
            _("Order %(number)s has come back. %(money)s comes to you within 7 days.")
            % {"number": event.data["number"], "money": format_rupees(event.data["goods_paise"])}
            if event.kind == "orders.return_received"
            else _("Order %(number)s cannot be taken back: %(reason)s.")
            % {"number": event.data["number"], "reason": event.data["reason"]}
        )
    _to_buyer(event, order, "order_return", body)
