"""What makers are told of their own papers, as registered with the operators."""

from django.utils.translation import gettext_noop as _

from haat.messages.notices import CALL_BACK, NUMERIC, Notice, Variable

LAST = Variable("last", NUMERIC, "the last four figures", "1234")
DESK = Variable("desk", CALL_BACK, "the mart's registered number", "9876543210")
BANK = Notice(
    "maker_bank_changed",
    _("Your bank account now ends in %(last)s. Not asked for? Call %(desk)s."),
    (LAST, DESK),
    about="To the maker: her bank account was changed by somebody else.",
)
PHONE = Notice(
    "maker_phone_changed",
    _("Your mobile number now ends in %(last)s. Not asked for? Call %(desk)s."),
    (LAST, DESK),
    about="To the maker, at her old number: it was changed.",
)
NOTICES = (BANK, PHONE)
