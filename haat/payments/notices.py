"""What payments tell buyers, as registered with the operators."""

from django.utils.translation import gettext_noop as _

from haat.messages.notices import ALPHANUMERIC, NUMERIC, Notice, Variable

NUMBER = Variable("number", ALPHANUMERIC, "the order's number", "DGHR-1234-5678-9012-12")
MONEY = Variable("money", NUMERIC, "whole rupees", "12345678")

WORD = Notice(
    "order_code",
    _("%(code)s is your code for order %(number)s. Write it on its page."),
    (Variable("code", NUMERIC, "the code with which a cash order is confirmed", "123456", secret=True), NUMBER),
    about="To the buyer: a code with which she gives her word for a cash order.",
    forgotten=True,
)
SENT_BACK = Notice(
    "refund_sent",
    _("Order %(number)s: Rs %(money)s went back to you."),
    (NUMBER, MONEY),
    about="To the buyer: her money is on its way back.",
)
GIVEN_BACK = Notice(
    "refund_given",
    _("Order %(number)s: Rs %(money)s was given back in cash."),
    (NUMBER, MONEY),
    about="To the buyer: her money was given back into a hand.",
)
NOT_FOUND = Notice(
    "payment_not_found",
    _("Order %(number)s: the bank does not know your payment. Write its number again."),
    (NUMBER,),
    about="To the buyer: the payment she told of is not known to the bank.",
)
NOTICES = (WORD, SENT_BACK, GIVEN_BACK, NOT_FOUND)
