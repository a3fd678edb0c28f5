"""What becomes of the money of what did not stay with its buyer, in one sentence."""

from django.utils.translation import gettext as _

from haat.core.money import format_rupees
from haat.orders.models import Order, Part
from haat.payments.models import Payment, Refund
from haat.payments.queries import came_for
from haat.payments.refund_roads import ROADS


def _sent_back(refund: Refund, facts: dict[str, str]) -> str:
    if refund.road and ROADS[refund.road].in_hand:
        return _("%(amount)s was given to %(whom)s in cash, signed slip %(number)s.") % {**facts, "whom": refund.whom}
    return _("%(amount)s went back to you, bank number %(number)s.") % facts


def money_back(part: Part, payment: Payment | None, refund: Refund | None) -> str:
    """What becomes of the money of a cancelled or returned part, in one sentence; empty for every other."""
    if refund is not None:
        facts = {"amount": format_rupees(refund.amount_paise), "number": refund.reference}
        if refund.state == Refund.State.SENT:
            return _sent_back(refund, facts)
        return _("%(amount)s comes back to you.") % facts
    if part.living:
        return ""
    if payment is not None and part.order.pays == Order.Pays.BEFORE and came_for(payment, part):
        facts = {"amount": format_rupees(part.total_paise)}
        if payment.state == Payment.State.CONFIRMED:
            return _("%(amount)s comes back to you.") % facts
        if payment.state == Payment.State.CLAIMED:
            return _("%(amount)s comes back to you as soon as the mart has found your payment in its bank.") % facts
    return (
        _("Your money comes back from where you ordered.") if part.order.is_elsewhere else _("You pay nothing for it.")
    )
