"""What this room holds of people (see `core.personal`)."""

from django.utils.translation import gettext_lazy as _

from haat.core.personal import A_WEEK, KEEP, OTHER, SELLING, Excused, Holds

PERSONAL = (
    Holds(
        model="sheets.sheet",
        what=_("Tables that officers bring"),
        fields=("name", "at"),
        secret=("content",),
        whose=OTHER,
        purposes=(SELLING,),
        keeps=A_WEEK,
        erase=KEEP,
    ),
    Excused("sheets.sheet", {"by": "which officer brought it: the trail's"}),
)
