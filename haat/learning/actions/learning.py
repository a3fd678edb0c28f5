"""What a person tells of a lesson from her phone: begun, tried, a question answered. Told twice it counts once."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.core.rows import insert_new
from haat.learning.errors import NotInLesson
from haat.learning.lessons import Lesson
from haat.learning.models import Answer, SceneCount, Study
from haat.learning.queries import craft_of
from haat.learning.rules import person_of
from haat.makers.models import Maker
from haat.places.models import Mart

OLDEST = timedelta(days=90)
MOST_COUNTED = 20
SOON, LATER = 3, 30


def _when(at: datetime | None) -> datetime:
    """When it was done, as the phone measures it; never in the future, never before deeds are kept."""
    now = timezone.now()
    return max(min(at or now, now), now - OLDEST)


@transaction.atomic
def begin(maker: Maker, *, lesson: Lesson, at: datetime | None = None, by: Actor) -> Study:
    """She has begun a lesson; begun again it is the same study."""
    person, craft = person_of(by), craft_of(maker)
    study = Study(
        mart_id=maker.mart_id,
        maker=maker,
        person_id=person,
        lesson=lesson.slug,
        check_name=lesson.check,
        craft=craft,
        begun_at=_when(at),
    )
    if insert_new([study]):
        record("learning.begun", maker, by=by, lesson=lesson.slug)
        return study
    return Study.objects.get(maker=maker, person=person, lesson=lesson.slug)


@transaction.atomic
def tell_tried(maker: Maker, *, lesson: Lesson, at: datetime | None = None, by: Actor) -> Study:
    """She did the practice step; the first time stands. Raises NotInLesson for a lesson without one."""
    if lesson.practice is None:
        raise NotInLesson()
    held = hold(begin(maker, lesson=lesson, at=at, by=by))
    if held.tried_at is None:
        held.tried_at = max(_when(at), held.begun_at)
        held.save(update_fields=["tried_at"])
        record("learning.tried", maker, by=by, lesson=lesson.slug)
    return held


@transaction.atomic
def answer(
    maker: Maker, *, lesson: Lesson, question: str, right: bool, later: bool, at: datetime | None = None, by: Actor
) -> Study:
    """She answered a picture question, of the lesson or days `later`; the first answer of a round stands.

    Raises NotInLesson.
    """
    if question not in {one.id for one in lesson.quiz}:
        raise NotInLesson()
    held = hold(begin(maker, lesson=lesson, at=at, by=by))
    round_ = (LATER if held.again_at is not None else SOON) if later else 0
    if later and not held.asks:
        return held
    if insert_new([Answer(study=held, question=question, round=round_, right=right, at=_when(at))]) and round_:
        record("learning.played", maker, by=by, lesson=lesson.slug, round=round_, right=int(right), asked=1)
    if later:
        held.asks = False
        held.save(update_fields=["asks"])
    return held


@transaction.atomic
def tell_scenes(mart: Mart, *, lesson: Lesson, counts: Mapping[str, tuple[int, int, int]]) -> None:
    """How often scenes were heard again, gone back to, and left: added to what others did, of nobody in particular."""
    scenes = [scene.id for scene in lesson.scenes if any(counts.get(scene.id, (0, 0, 0)))]
    insert_new([SceneCount(mart=mart, lesson=lesson.slug, scene=scene) for scene in scenes])
    for scene in scenes:
        again, back, left = (min(max(number, 0), MOST_COUNTED) for number in counts[scene])
        SceneCount.objects.filter(mart=mart, lesson=lesson.slug, scene=scene).update(
            again=F("again") + again, back=F("back") + back, left=F("left") + left
        )
