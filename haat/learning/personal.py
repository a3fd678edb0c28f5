"""What this room holds of people (see `core.personal`)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.core.personal import BLANK, DELETE, KEEP, MEMBER, OTHER, SHE_AGREES, TRAINING, Excused, Holds
from haat.core.sealing import unseal
from haat.learning.actions.practising import PURPOSE


def _photo(row: Any) -> tuple[str, bytes]:
    """What she photographed in the practice shop."""
    return f"practice-{row.pk}.jpg", unseal(PURPOSE, row.sealed, owner=row.practice_id)


PERSONAL = (
    Holds(
        model="learning.study",
        what=_("Lessons she learnt"),
        fields=("person", "lesson", "begun_at", "tried_at", "first", "later"),
        whose=MEMBER,
        purposes=(TRAINING,),
        keeps=SHE_AGREES,
        erase=DELETE,
        reach={"user": "person", "maker": "maker"},
    ),
    Holds(
        model="learning.presence",
        what=_("Meetings she was at"),
        fields=("member", "how", "at"),
        whose=MEMBER,
        purposes=(TRAINING,),
        keeps=SHE_AGREES,
        erase=DELETE,
        reach={"member": "member"},
        mart="meeting__mart",
    ),
    Holds(
        model="learning.recording",
        what=_("Voices that read lessons"),
        fields=("reader", "language", "made_at"),
        secret=("content",),
        whose=OTHER,
        purposes=(TRAINING,),
        keeps=SHE_AGREES,
        erase=KEEP,
    ),
    Holds(
        model="learning.meeting",
        what=_("Who teaches"),
        fields=("teacher",),
        whose=OTHER,
        purposes=(TRAINING,),
        keeps=SHE_AGREES,
        erase=KEEP,
    ),
    Holds(
        model="learning.craftcheck",
        what=_("Checks of her work"),
        fields=("person", "card", "yes", "asked", "at"),
        whose=MEMBER,
        purposes=(TRAINING,),
        keeps=SHE_AGREES,
        erase=BLANK,
        reach={"user": "person"},
        stays=("card", "yes", "asked", "at"),
    ),
    Holds(
        model="learning.practicephoto",
        what=_("Photos of the practice shop"),
        fields=("kind",),
        secret=("sealed",),
        whose=MEMBER,
        purposes=(TRAINING,),
        keeps=SHE_AGREES,
        erase=DELETE,
        reach={"maker": "practice__maker"},
        mart="practice__mart",
        opens=_photo,
    ),
    Excused("learning.looked", {"name": "which look at the trail"}),
    Excused("learning.practice", {"name": "a good’s that nobody buys"}),
    Excused("learning.recording", {"text": "words of a lesson"}),
    Excused("learning.study", {"check_name": "which check of the lesson"}),
    Excused("learning.wording", {"text": "words of a lesson"}),
)
