"""Cash on delivery: the rider brings the money, the round's count proves it."""

from haat.orders.quotes import Quote
from haat.payments.gateways import Instructions, Offer
from haat.payments.models import Payment, Refund
from haat.payments.references import clean_utr
from haat.places.models import Mart


class Cash:
    """No reference: a confirmation names the order whose parcels were paid for."""

    def offered(self, mart: Mart, order_total: int, quote: Quote) -> Offer:
        return Offer(not quote.cod_reason, quote.cod_reason)

    def begin(self, payment: Payment) -> Instructions:
        return Instructions(payment.amount_paise)

    def claim(self, payment: Payment, reference: str) -> str:
        return f"cash-{payment.order_id}"

    def confirm(self, payment: Payment, reference: str) -> str:
        return f"cash-{payment.order_id}"

    def refund(self, refund: Refund, reference: str) -> str:
        """Cash goes back by bank transfer or UPI, so it has a reference."""
        return clean_utr(reference)


GATEWAY = Cash()
