"""A lesson that a person offers to a maker, because it answers what she asked."""

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.rows import insert_new
from haat.learning.errors import UnknownLesson
from haat.learning.models import Suggestion
from haat.learning.queries import lesson_of
from haat.makers.models import Maker

ANSWERS = "answers"


@transaction.atomic
def offer(maker: Maker, *, lesson: str, by: Actor) -> None:
    """It stands first among her lessons; offered twice, the first time counts. Raises UnknownLesson."""
    if lesson_of(maker.mart, lesson) is None:
        raise UnknownLesson()
    if insert_new([Suggestion(maker=maker, lesson=lesson, why=ANSWERS)]):
        record("learning.offered", maker, by=by, lesson=lesson)
