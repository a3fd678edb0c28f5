"""What this room holds of people (see `core.personal`)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.core.personal import (
    AT_WORK,
    DELETE,
    FOUND,
    IN_USE,
    KEEP,
    LAW,
    SHE_AGREES,
    STAFF,
    SURVEY,
    WORK,
    Excused,
    Holds,
    Look,
)
from haat.core.personal import BLANK as BLANKED
from haat.core.sealing import unseal
from haat.survey.actions.files import PURPOSE
from haat.survey.actions.withdrawing import withdraw_these


def _file(row: Any) -> tuple[str, bytes]:
    """A photo or a voice."""
    return f"{row.kind}-{row.pk}.{row.form}", unseal(PURPOSE, row.sealed, owner=row.find_id)


PERSONAL = (
    Holds(
        model="survey.find",
        what=_("Told in the village survey"),
        fields=(
            *("name", "name_key", "phone", "hamlet", "latitude", "longitude", "words", "members", "women", "earners"),
            *("state_words", "call_words", "month_pieces", "price_paise"),
        ),
        whose=FOUND,
        purposes=(SURVEY,),
        keeps=SHE_AGREES,
        erase=BLANKED,
        reach={"phone": "phone", "find": "pk"},
        eraser=withdraw_these,
    ),
    Holds(
        model="survey.findfile",
        what=_("Photos and voices of the survey"),
        fields=("name", "at"),
        secret=("sealed",),
        whose=FOUND,
        purposes=(SURVEY,),
        keeps=SHE_AGREES,
        erase=DELETE,
        reach={"phone": "find__phone", "find": "find"},
        mart="find__mart",
        opens=_file,
    ),
    Holds(
        model="survey.answer",
        what=_("Yes and no to the survey"),
        fields=("yes", "purposes", "notice", "version", "tongue", "how", "given_at", "withdrawn_at"),
        whose=FOUND,
        purposes=(LAW,),
        keeps=SHE_AGREES,
        erase=KEEP,
        reach={"phone": "find__phone", "find": "find"},
        mart="find__mart",
    ),
    Holds(
        model="survey.noticevoice",
        what=_("The notice, read aloud"),
        fields=("tongue", "at"),
        secret=("content",),
        whose=STAFF,
        purposes=(WORK,),
        keeps=SHE_AGREES,
        erase=KEEP,
    ),
    Holds(
        model="survey.walk",
        what=_("Villages that a worker walks"),
        fields=("worker", "hamlet", "given_at", "done_at", "ended_at"),
        whose=STAFF,
        purposes=(WORK,),
        keeps=AT_WORK,
        erase=KEEP,
        reach={"user": "worker"},
    ),
    Holds(
        model="survey.closedhouse",
        what=_("Houses where nobody was at home"),
        fields=("hamlet", "house", "found_at"),
        whose=FOUND,
        purposes=(SURVEY,),
        keeps=IN_USE,
        erase=KEEP,
    ),
    Excused("survey.answer", {"voice": "which recording of the notice she heard"}),
)
LOOKS = (
    Look("survey.photo_seen", _("to see what she makes")),
    Look("survey.voice_played", _("to hear what she said")),
    Look("survey.taken_out", _("to work with a list")),
)
