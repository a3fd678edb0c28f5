"""What this room holds of people (see `core.personal`): what the shop shows of a maker who sells."""

from django.utils.translation import gettext_lazy as _

from haat.core.personal import KEEP, MAKER, SELLING, SHE_AGREES, Excused, Holds

PERSONAL = (
    Holds(
        model="shelf.shelftext",
        what=_("Name and village in the shop"),
        fields=("maker_name", "place_name"),
        whose=MAKER,
        purposes=(SELLING,),
        keeps=SHE_AGREES,
        erase=KEEP,  # a read model: it leaves when her goods do
        reach={"maker": "good__maker"},
    ),
    Excused("shelf.shelfcount", dict.fromkeys(("craft_names", "block_names"), "of crafts and blocks")),
    Excused("shelf.shelftext", {"name": "a good's"}),
    Excused("shelf.shelfwords", {"keys": "words of goods by their sound"}),
)
