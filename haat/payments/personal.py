"""What this room holds of people (see `core.personal`)."""

from django.utils.translation import gettext_lazy as _

from haat.core.personal import BOOKS, BUYER, KEEP, LAW, Holds

PERSONAL = (
    Holds(
        model="payments.payment",
        what=_("Payments"),
        fields=("gateway", "amount_paise", "state", "reference", "made_at"),
        whose=BUYER,
        purposes=(LAW,),
        keeps=BOOKS,
        erase=KEEP,
        reach={"phone": "order__phone", "user": "order__buyer"},
    ),
    Holds(
        model="payments.refund",
        what=_("Money given back"),
        fields=("amount_paise", "state", "reference", "road", "whom", "sent_at"),
        whose=BUYER,
        purposes=(LAW,),
        keeps=BOOKS,
        erase=KEEP,
        reach={"phone": "part__order__phone", "user": "part__order__buyer"},
    ),
)
