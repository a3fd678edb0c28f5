"""What this room holds of people (see `core.personal`)."""

from django.utils.translation import gettext_lazy as _

from haat.core.personal import BLANK, MEMBER, SELLING, Holds
from haat.doubles.actions import forget_merges

PERSONAL = (
    Holds(
        model="doubles.merge",
        what=_("What stood at two makers before they were made one"),
        fields=("at",),
        secret=("undo",),
        whose=MEMBER,
        purposes=(SELLING,),
        keeps="merges",
        erase=BLANK,
        reach={"maker": "kept"},
        eraser=forget_merges,
    ),
)
