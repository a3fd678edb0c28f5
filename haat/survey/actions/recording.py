"""The notice is read aloud once in each tongue; what was heard before stays, for a yes may have been given to it."""

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold_key
from haat.core.voices import Voice
from haat.places.models import Mart
from haat.survey.errors import RecordedAlready, UnknownTongue
from haat.survey.models import NoticeVoice
from haat.survey.notice import NOTICE
from haat.survey.tongues import TONGUES


@transaction.atomic
def record_notice(mart: Mart, *, tongue: str, voice: Voice, anew: bool = False, by: Actor) -> NoticeVoice:
    """Keep a recording of the notice as it is worded now; `anew`: in the place of one that is there.

    The same sound again is the same recording. Raises UnknownTongue, RecordedAlready.
    """
    if tongue not in TONGUES:
        raise UnknownTongue()
    hold_key(Mart, mart.pk)
    rows = NoticeVoice.objects.filter(mart=mart, tongue=tongue, version=NOTICE.version, ended_at=None)
    there = rows.first()
    if there is not None:
        if bytes(there.content) == voice.content:
            return there
        if not anew:
            raise RecordedAlready()
        there.ended_at = timezone.now()
        there.save(update_fields=["ended_at"])
    made = NoticeVoice.objects.create(
        mart=mart, tongue=tongue, version=NOTICE.version, kind=voice.kind, content=voice.content, by_id=by.user_id
    )
    record("survey.notice_recorded", made, by=by, tongue=tongue, version=made.version)
    return made
