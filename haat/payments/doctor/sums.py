"""What must hold of payments."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Sum

from haat.core.doctor import check
from haat.orders.models import Order
from haat.payments import methods
from haat.payments.models import Payment, Refund


@check("an order is paid when its payment is confirmed")
def paid_when_confirmed() -> Iterable[str]:
    confirmed = Payment.objects.filter(order=OuterRef("pk"), state=Payment.State.CONFIRMED)
    for order in Order.objects.filter(Exists(confirmed), paid_at=None):
        yield f"order {order.number}: its payment is confirmed, but it is not paid"
    for order in Order.objects.filter(~Exists(confirmed), paid_at__isnull=False):
        yield f"order {order.number}: it is paid, but its payment is not confirmed"


@check("an order is paid as its method says")
def orders_pay_as_their_methods() -> Iterable[str]:
    """Of a method whose folder is gone nobody knows how to send money back."""
    known = {method.slug: method.pays for method in methods.every()}
    found = Order.objects.exclude(pays=Order.Pays.ELSEWHERE).values_list("method", "pays").distinct()
    wrong = [(slug, pays) for slug, pays in found if known.get(slug) != pays]
    for slug, pays in sorted(wrong):
        for order in Order.objects.filter(method=slug, pays=pays):
            yield f"order {order.number}: paid {pays} by {slug!r}, but no such method is paid so"


@check("a confirmed payment has a reference and a time")
def confirmed_has_reference() -> Iterable[str]:
    rows = Payment.objects.filter(state=Payment.State.CONFIRMED)
    for payment in rows.filter(reference="") | rows.filter(confirmed_at=None):
        yield f"payment {payment.pk}: confirmed without reference or time"


@check("refunds are no more than what was paid")
def refunds_within_payment() -> Iterable[str]:
    rows = Payment.objects.annotate(back=Sum("refunds__amount_paise")).filter(back__gt=F("amount_paise"))
    for payment in rows:
        yield f"payment {payment.pk}: {payment.back} paise go back of {payment.amount_paise}"


@check("a refund is sent under a reference")
def refund_has_reference() -> Iterable[str]:
    for refund in Refund.objects.filter(state=Refund.State.SENT, reference=""):
        yield f"refund {refund.pk}: sent without reference"
