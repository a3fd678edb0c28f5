"""UPI: a link any payment app opens, or its QR code; the buyer copies the UTR, the desk finds the money."""

from urllib.parse import quote as escape

import segno
from django.utils.translation import gettext_lazy as _

from haat.orders.quotes import Quote
from haat.payments.errors import NotOffered
from haat.payments.gateways import Instructions, Offer
from haat.payments.models import Payment, Refund
from haat.payments.references import clean_utr
from haat.places.models import Mart

# The limit of a UPI payment from person to merchant (NPCI).
LIMIT_PAISE = 10_000_000


class Upi:
    """Payment straight to the mart's UPI address; nobody stands between."""

    def offered(self, mart: Mart, order_total: int, quote: Quote) -> Offer:
        if not mart.vpa:
            return Offer(False, _("This mart does not take UPI yet. Pay in cash when it comes."))
        if order_total > LIMIT_PAISE:
            return Offer(False, _("UPI takes at most ₹1,00,000 at once. Make two orders."))
        return Offer(True)

    def begin(self, payment: Payment) -> Instructions:
        mart, order = payment.mart, payment.order
        if not mart.vpa:
            raise NotOffered
        rupees = f"{payment.amount_paise // 100}.{payment.amount_paise % 100:02d}"
        fields = {
            "pa": mart.vpa,
            "pn": mart.legal_name,
            "tr": order.number.replace("-", ""),
            "tn": order.number,
            "am": rupees,
            "cu": "INR",
        }
        link = "upi://pay?" + "&".join(f"{name}={escape(value, safe='@')}" for name, value in fields.items())
        svg = segno.make(link, error="m", micro=False).svg_inline(
            border=2, omitsize=True, svgclass="qr", lineclass=None
        )
        return Instructions(payment.amount_paise, link=link, qr_svg=svg, payee=mart.vpa)

    def claim(self, payment: Payment, reference: str) -> str:
        return clean_utr(reference)

    def confirm(self, payment: Payment, reference: str) -> str:
        return clean_utr(reference)

    def refund(self, refund: Refund, reference: str) -> str:
        return clean_utr(reference)


GATEWAY = Upi()
