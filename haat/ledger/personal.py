"""What this room holds of people (see `core.personal`): books, which the law has us keep."""

from django.utils.translation import gettext_lazy as _

from haat.core.personal import BOOKS, BUYER, KEEP, LAW, MAKER, MEMBER, PAYING, Excused, Holds

PERSONAL = (
    Holds(
        model="ledger.payout",
        what=_("Money sent to the bank"),
        fields=("holder", "account_number", "ifsc", "utr", "amount_paise", "state", "paid_at"),
        whose=MAKER,
        purposes=(PAYING, LAW),
        keeps=BOOKS,
        erase=KEEP,
        reach={"maker": "maker"},
    ),
    Holds(
        model="ledger.share",
        what=_("Shares of money"),
        fields=("member", "amount_paise", "given_at"),
        whose=MEMBER,
        purposes=(PAYING, LAW),
        keeps=BOOKS,
        erase=KEEP,
        reach={"member": "member"},
        mart="member__maker__mart",
    ),
    Holds(
        model="ledger.invoice",
        what=_("Bills"),
        fields=("number", "facts", "at"),
        whose=BUYER,
        purposes=(LAW,),
        keeps=BOOKS,
        erase=KEEP,
        reach={"phone": "part__order__phone", "user": "part__order__buyer"},
    ),
    Excused("ledger.party", {"account": "a marketplace's or counter's", "name": "a marketplace's or counter's"}),
    Excused(
        "ledger.settlement",
        {"reason": "why a figure differs", "taken_back_reason": "why a settlement was taken back"},
    ),
)
