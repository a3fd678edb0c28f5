"""What this room holds of people (see `core.personal`)."""

from django.utils.translation import gettext_lazy as _

from haat.core.personal import BLANK, IN_USE, MEMBER, TRAINING, Excused, Holds

PERSONAL = (
    Holds(
        model="cohorts.seat",
        what=_("Why a group or an artisan waits"),
        fields=("reason", "step", "noted_at"),
        whose=MEMBER,
        purposes=(TRAINING,),
        keeps=IN_USE,
        erase=BLANK,
        reach={"maker": "maker"},
        stays=("noted_at",),
    ),
    Excused("cohorts.cost", {"words": "what a bill was for"}),
)
