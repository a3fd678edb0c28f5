"""What this room holds of people (see `core.personal`)."""

from django.utils.translation import gettext_lazy as _

from haat.core.personal import AT_WORK, BLANK, KEEP, MAKER, OTHER, SELLING, WORK, Excused, Holds

PERSONAL = (
    Holds(
        model="stock.stockplace",
        what=_("Where goods lie with her"),
        fields=("name",),
        whose=MAKER,
        purposes=(SELLING,),
        keeps=AT_WORK,
        erase=BLANK,
        reach={"maker": "maker"},
        to={"name": "—"},
    ),
    Holds(
        model="stock.stockplace",
        what=_("Who keeps a hub, centre or stall"),
        fields=("keeper", "phone"),
        whose=OTHER,
        purposes=(WORK,),
        keeps=AT_WORK,
        erase=KEEP,
        reach={"phone": "phone"},
    ),
    Excused("stock.moveline", {"reason": "what became of pieces"}),
    Excused("stock.sellsfrom", {"account": "a seller's account at a marketplace"}),
    Excused(
        "stock.stockplace",
        {"address": "a hub's or stall's", "pin": "a hub's or stall's", "account": "a seller's at a marketplace"},
    ),
)
