"""Cash on delivery: the rider brings the money, the round's count proves it."""

from django.utils.translation import gettext_lazy as _

from haat.orders.models import Order
from haat.orders.promises import DeliveryPromise
from haat.payments.methods import Method, Offer
from haat.payments.models import Payment, Refund
from haat.payments.references import clean_utr
from haat.places.models import Mart


class Cash(Method):
    """No reference: a confirmation names the order whose parcels were paid for."""

    position = 20
    title = _("Cash when it comes")
    hint = _("pay the rider in cash")
    short = _("Cash")
    pays = Order.Pays.AT_THE_DOOR
    total_words = _("Total, in cash when it comes")
    receipt_words = _("Cash on delivery")
    reference_label = _("UTR")
    refund_label = _("UTR of the refund")

    def offered(self, mart: Mart, order_total: int, promise: DeliveryPromise) -> Offer:
        return Offer(not promise.cod_reason, promise.cod_reason)

    def claim(self, payment: Payment, reference: str) -> str:
        return f"cash-{payment.order_id}"

    def refund(self, refund: Refund, reference: str) -> str:
        """Cash goes back by bank transfer or UPI, so it has a reference."""
        return clean_utr(reference)


METHOD = Cash()
