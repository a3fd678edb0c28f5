"""UPI: a link any payment app opens, or its QR code; the buyer copies the UTR, the desk finds the money."""

from urllib.parse import quote as escape

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haat.core.money import format_rupees
from haat.core.qr import qr
from haat.orders.models import Order
from haat.orders.promises import DeliveryPromise
from haat.payments.errors import NotOffered
from haat.payments.methods import Instructions, Method, Offer
from haat.payments.models import Payment, Refund
from haat.payments.references import clean_utr
from haat.places.models import Mart

# The limit of a UPI payment from person to merchant (NPCI).
LIMIT_PAISE = 10_000_000


class Upi(Method):
    """Payment straight to the mart's UPI address; nobody stands between."""

    position = 10
    title = _("UPI")
    hint = _("from any UPI app on your phone")
    short = _("UPI")
    pays = Order.Pays.BEFORE
    total_words = _("Total, by UPI")
    receipt_words = _("Paid by UPI")
    reference_label = _("UTR")
    claim_label = _("Write the 12-digit number (UTR) the app shows")
    look_words = _("Look for each UTR in the bank statement. Only what stands there is confirmed.")
    refund_label = _("UTR of the refund")

    def offered(self, mart: Mart, order_total: int, promise: DeliveryPromise) -> Offer:
        if not mart.vpa:
            return Offer(False, _("This mart does not take UPI yet. Pay in cash when it comes."))
        if order_total > LIMIT_PAISE:
            return Offer(False, _("UPI takes at most ₹1,00,000 at once. Make two orders."))
        return Offer(True)

    def begin(self, payment: Payment) -> Instructions:
        mart, order = payment.mart, payment.order
        if not mart.vpa:
            raise NotOffered(_("UPI is not open in this mart: it has no UPI address yet. Choose cash on delivery."))
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
        svg = qr(link).svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None)
        return Instructions(
            payment.amount_paise,
            title=gettext("Pay %(amount)s by UPI") % {"amount": format_rupees(payment.amount_paise)},
            way=gettext("Pay in any UPI app"),
            link=link,
            link_words=gettext("Open my UPI app"),
            qr_svg=svg,
            below=gettext("Scan with another phone, or pay to %(vpa)s.") % {"vpa": mart.vpa},
        )

    def claim(self, payment: Payment, reference: str) -> str:
        return clean_utr(reference)

    def refund(self, refund: Refund, reference: str) -> str:
        return clean_utr(reference)


METHOD = Upi()
