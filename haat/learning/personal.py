"""What this room holds of people (see `core.personal`)."""

from django.utils.translation import gettext_lazy as _

from haat.core.personal import DELETE, KEEP, MEMBER, OTHER, SHE_AGREES, TRAINING, Excused, Holds

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
    Excused("learning.looked", {"name": "which look at the trail"}),
    Excused("learning.recording", {"text": "words of a lesson"}),
    Excused("learning.study", {"check_name": "which check of the lesson"}),
    Excused("learning.wording", {"text": "words of a lesson"}),
)
