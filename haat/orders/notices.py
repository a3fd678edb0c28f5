"""What orders tell buyers and makers, as registered with the operators."""

from django.utils.translation import gettext_noop as _

from haat.messages.notices import ALPHANUMERIC, NUMERIC, Notice, Variable

NUMBER = Variable("number", ALPHANUMERIC, "the order's number", "DGHR-1234-5678-9012-12")
DAY = Variable("day", ALPHANUMERIC, "day and month", "30/11")
MONEY = Variable("money", NUMERIC, "whole rupees", "12345678")

PLACED = Notice("order_placed", _("Order %(number)s is placed."), (NUMBER,), about="To the buyer: the order was taken.")
PLACED_CASH = Notice(
    "order_placed_cash",
    _("Order %(number)s is placed. Keep Rs %(money)s ready in cash."),
    (NUMBER, MONEY),
    about="To the buyer: the order was taken, and is paid at the door.",
)
PLACED_WAITS = Notice(
    "order_placed_waits",
    _("Order %(number)s: it goes on when your Rs %(money)s have come."),
    (NUMBER, MONEY),
    about="To the buyer: the order waits for her payment.",
)
NEW = Notice(
    "order_new",
    _("New order %(number)s: it must reach the buyer by %(day)s."),
    (NUMBER, DAY),
    about="To the maker: something was ordered from her.",
)
ELSEWHERE = Notice(
    "order_elsewhere",
    _("New order %(number)s: it is packed where it lies. You get Rs %(money)s."),
    (NUMBER, MONEY),
    about="To the maker: something of hers was ordered that lies at a hub.",
)
PAID = Notice(
    "order_paid",
    _("Rs %(money)s have come for order %(number)s."),
    (MONEY, NUMBER),
    about="To the buyer: her payment has come.",
)
CANCELLED = Notice(
    "order_cancelled",
    _("Order %(number)s is cancelled. You pay nothing for it."),
    (NUMBER,),
    about="To the buyer: an order that was not paid is cancelled.",
)
CANCELLED_PAID = Notice(
    "order_cancelled_paid",
    _("Order %(number)s is cancelled. Your money comes back within 7 days."),
    (NUMBER,),
    about="To the buyer: a paid order is cancelled.",
)
CANCELLED_ELSEWHERE = Notice(
    "order_cancelled_elsewhere",
    _("Order %(number)s is cancelled. Your money comes back from where you ordered."),
    (NUMBER,),
    about="To the buyer: an order that was placed and paid elsewhere is cancelled.",
)
CANCELLED_MAKER = Notice(
    "order_cancelled_maker",
    _("Order %(number)s is cancelled. Do not make or send it."),
    (NUMBER,),
    about="To the maker: an order is cancelled.",
)
CANCELLED_STAYS = Notice(
    "order_cancelled_stays",
    _("Order %(number)s is cancelled: Rs %(money)s do not come."),
    (NUMBER, MONEY),
    about="To the maker: an order of what lies at a hub is cancelled.",
)
HELD = Notice(
    "order_held",
    _("Order %(number)s comes later: by %(day)s."),
    (NUMBER, DAY),
    about="To the buyer: the order comes on a later day.",
)
DELIVERED = Notice(
    "order_delivered",
    _("Order %(number)s was handed over on %(day)s."),
    (NUMBER, DAY),
    about="To the buyer: the order was handed over.",
)
RETURN = Notice(
    "order_return",
    _("Order %(number)s has come back. Rs %(money)s come to you within 7 days."),
    (NUMBER, MONEY),
    about="To the buyer: what she sent back has come.",
)
RETURN_ELSEWHERE = Notice(
    "order_return_elsewhere",
    _("Order %(number)s has come back. Money comes from where you ordered."),
    (NUMBER,),
    about="To the buyer: what she sent back has come; it was paid elsewhere.",
)
RETURN_REFUSED = Notice(
    "order_return_refused",
    _("Order %(number)s cannot be taken back. Its page says why."),
    (NUMBER,),
    about="To the buyer: a return she asked for is refused.",
)
WAITS = Notice(
    "order_waits",
    _("Order %(number)s waits for you. Please look at it today."),
    (NUMBER,),
    about="To the maker: she has not looked at an order yet.",
)
UNSEEN = Notice(
    "order_unseen",
    _("%(maker)s has not seen order %(number)s. Call."),
    (Variable("maker", ALPHANUMERIC, "the maker's name", "सरस्वती महिला समूह"), NUMBER),
    about="To the maker's coordinator: she has not looked at an order, though she was told twice.",
)
NOTICES = (
    WAITS,
    UNSEEN,
    PLACED,
    PLACED_CASH,
    PLACED_WAITS,
    NEW,
    ELSEWHERE,
    PAID,
    CANCELLED,
    CANCELLED_PAID,
    CANCELLED_ELSEWHERE,
    CANCELLED_MAKER,
    CANCELLED_STAYS,
    HELD,
    DELIVERED,
    RETURN,
    RETURN_ELSEWHERE,
    RETURN_REFUSED,
)
