"""What delivery tells buyers, as registered with the operators."""

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from haat.messages.notices import ALPHANUMERIC, NUMERIC, Notice, Variable

NUMBER = Variable("number", ALPHANUMERIC, "the parcel's number", "DGHR-1234-5678-9012-12")
CODE = Variable("code", NUMERIC, "the code told to the rider", "123456", secret=True)
MONEY = Variable("money", NUMERIC, "whole rupees", "12345678")
ARTICLE = Variable("article", ALPHANUMERIC, "the carrier's number of the parcel", "EJ123456789IN")
ROUND = timedelta(hours=14)

CODE_TOLD = Notice(
    "parcel_code",
    _("Parcel %(number)s comes today. Its code for the rider: %(code)s."),
    (NUMBER, CODE),
    about="To the buyer: a rider brings it today, and asks for the code.",
    life=ROUND,
    forgotten=True,
)
CODE_CASH = Notice(
    "parcel_code_cash",
    _("Your parcel comes today. Code for the rider: %(code)s. Keep Rs %(money)s ready in cash."),
    (CODE, MONEY),
    about="To the buyer: a rider brings it today, asks for the code and takes cash.",
    life=ROUND,
    forgotten=True,
)
COMES = Notice(
    "parcel_comes",
    _("Parcel %(number)s comes today."),
    (NUMBER,),
    about="To the buyer: it is brought today.",
    life=ROUND,
)
COMES_CASH = Notice(
    "parcel_comes_cash",
    _("Parcel %(number)s comes today. Keep Rs %(money)s ready in cash."),
    (NUMBER, MONEY),
    about="To the buyer: it is brought today, against cash.",
    life=ROUND,
)
POSTED = Notice(
    "parcel_posted",
    _("Parcel %(number)s is on its way: %(article)s."),
    (NUMBER, ARTICLE),
    about="To the buyer: it was posted, under this number.",
)
NOTICES = (CODE_TOLD, CODE_CASH, COMES, COMES_CASH, POSTED)
