"""What holds of payments."""

from datetime import datetime, timedelta

from haat.orders.models import Order
from haat.payments.models import CashRule, Payment, Refund

# So long the goods of an order wait for its payment; said on the buyer's page and in the reason when they go back.
UNPAID_HOURS = 24
# So long the desk may look for what a buyer says she paid, where the mart has set nothing else.
CLAIM_HOURS = 72
# Of a code for a cash order: wrong tries, and codes that are sent for one order.
MOST_WRONG, MOST_CODES = 5, 3
# The most that a mart's rule for cash orders may say.
MOST_HOURS, MOST_LAST_MINUTES, MOST_OPEN = 240, 1440, 999


def lapses(order: Order, payment: Payment | None) -> datetime:
    """When an order that waits is let go."""
    told = payment.lapses_at if payment is not None else None
    return told or order.placed_at + timedelta(hours=UNPAID_HOURS)


def asks_word(rule: CashRule | None, total_paise: int) -> bool:
    """Whether a cash order of somebody new must be confirmed."""
    if rule is None or rule.asks == CashRule.Asks.NEVER:
        return False
    return rule.asks == CashRule.Asks.ALWAYS or total_paise >= rule.above_paise


def second_hand(refund: Refund, rule: CashRule | None, user_id: int | None) -> str:
    """What a refund that takes two people lacks before this person may send it.

    "road": nobody has written down how and to whom it goes; "other": she has, and another sends it; "": nothing.
    """
    if rule is None or rule.two_above_paise is None or refund.amount_paise <= rule.two_above_paise:
        return ""
    if refund.prepared_by_id is None:
        return "road"
    return "other" if user_id is None or user_id == refund.prepared_by_id else ""
