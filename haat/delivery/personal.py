"""What this room holds of people (see `core.personal`)."""

from django.utils.translation import gettext_lazy as _

from haat.core.personal import AT_WORK, BLANK, BUYER, BUYING, KEEP, STAFF, WORK, Excused, Holds

PERSONAL = (
    Holds(
        model="delivery.wish",
        what=_("What no parcel could bring"),
        fields=("phone", "name", "pin", "words", "answer", "wished_at"),
        whose=BUYER,
        purposes=(BUYING,),
        keeps="wishes",
        erase=BLANK,
        reach={"phone": "phone"},
        stays=("wished_at",),
        to={"name": "—"},
    ),
    Holds(
        model="delivery.round",
        what=_("Rounds of riders"),
        fields=("rider", "day"),
        whose=STAFF,
        purposes=(WORK,),
        keeps=AT_WORK,
        erase=KEEP,
        reach={"user": "rider"},
    ),
    Holds(
        model="delivery.pickup",
        what=_("Pick-ups of riders"),
        fields=("rider", "day"),
        whose=STAFF,
        purposes=(WORK,),
        keeps=AT_WORK,
        erase=KEEP,
        reach={"user": "rider"},
    ),
    Holds(
        model="delivery.clash",
        what=_("What riders told otherwise"),
        fields=("who", "words", "answer"),
        whose=STAFF,
        purposes=(WORK,),
        keeps=AT_WORK,
        erase=KEEP,
        reach={"user": "who"},
    ),
    Excused("delivery.fetch", {"reason": "why a parcel was not there"}),
    Excused("delivery.parcel", {"reason": "why a parcel could not be handed over"}),
)
