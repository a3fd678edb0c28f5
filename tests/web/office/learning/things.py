"""What stands in the addresses of lessons, for the walk of every address."""

from typing import Any

from django.utils import timezone

from haat.core.actor import MACHINE
from haat.core.scans import Scan
from haat.core.voices import Voice
from haat.learning import actions as learning
from haat.learning.queries import lesson_of

FORMS = {
    "office:learning:words": {"key": "s1.say", "text": "x", "seen": ""},
    "office:learning:voice": {"key": "s1.say"},
    "office:learning:picture": {"key": "s1"},
    "maker:lesson_told": {"what": "begun"},
    "maker:practice_deed": {"name": "Pot", "price": "120"},
}


def learning_things(mart: Any, maker: Any) -> dict[str, Any]:
    """A lesson with a recording, and one that is taught in the maker's block."""
    lesson = lesson_of(mart, "photo")
    read = {"lesson": lesson, "key": "s1.say", "language": "hi", "reader": "Sita"}
    recording = learning.record_voice(mart, **read, voice=Voice("ogg", b"x"), by=MACHINE)
    when = {"begins_at": timezone.now(), "minutes": 60, "where": "School", "teacher": "Sita"}
    meeting = learning.hold_meeting(mart, lesson=lesson, block=maker.block, **when, key="scope", by=MACHINE)
    photo = Scan("jpeg", b"x")
    learning.begin_practice(maker, name="Pot", price_paise=120_00, photo=photo, by=MACHINE)
    return {
        "kind_of_practice_photo": "good",
        "step_of_practice": "good",
        "lesson": "photo",
        "place_of_lesson": "s1",
        "recording": recording.pk,
        "digest_of_recording": recording.digest,
        "meeting": meeting.pk,
        "code_of_meeting": meeting.code,
    }
