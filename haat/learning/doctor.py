"""What must hold of lessons."""

from collections.abc import Iterable

from django.db.models import F, Q

from haat.core.doctor import check
from haat.learning.data import shipped
from haat.learning.models import AnswerTaught, Meeting, OwnLesson, Practice, Study, Wording
from haat.learning.rules import SETTINGS, grown_old


@check("the numbers that lessons say agree with the settings")
def numbers_agree() -> Iterable[str]:
    """Speech grows old: a lesson says 7 days, and the setting is another by now."""
    for slug, lesson in shipped().items():
        for number, setting, value in grown_old(lesson.get("variables", {})):
            yield f"lesson {slug} says {number}, and {setting} is {value}: write it anew, and record it anew"
    for row in OwnLesson.objects.all():
        known = {n: s for n, s in row.content.get("variables", {}).items() if s in SETTINGS}
        for number, setting, value in grown_old(known):
            yield f"lesson {row.slug} of mart {row.mart_id} says {number}, and {setting} is {value}"


@check("words of lessons stand at places that there are")
def words_have_a_place() -> Iterable[str]:
    """A mart's words for a lesson that is gone are read by nobody."""
    made = set(OwnLesson.objects.values_list("mart_id", "slug"))
    for word in Wording.objects.exclude(lesson__in=list(shipped())):
        if (word.mart_id, word.lesson) not in made:
            yield f"words {word.pk} of mart {word.mart_id} belong to {word.lesson}, which is no lesson"


@check("an answer that became a lesson was published, and its lesson is there")
def answers_are_taught() -> Iterable[str]:
    """An answer that leads to no lesson, or that nobody looked at."""
    made = set(OwnLesson.objects.values_list("mart_id", "slug"))
    for row in AnswerTaught.objects.select_related("faq"):
        if (row.mart_id, row.lesson) not in made:
            yield f"answer {row.faq_id} of mart {row.mart_id} became {row.lesson}, which is no lesson"
        if row.faq.published_at is None:
            yield f"answer {row.faq_id} of mart {row.mart_id} became {row.lesson}, and nobody published it"


@check("nobody did a lesson right before she began it")
def verdicts_follow_beginnings() -> Iterable[str]:
    """A case from before the lesson says nothing of it."""
    for study in Study.objects.filter(first_at__lt=F("begun_at")):
        yield f"study {study.pk}: begun {study.begun_at}, judged {study.first_at}"


@check("a practice that was packed has a weight, and one that ended was packed")
def practices_are_whole() -> Iterable[str]:
    """Each step of the practice shop follows the one before."""
    packed = (Practice.Step.BACK, Practice.Step.DONE)
    for row in Practice.objects.filter(Q(step__in=packed, weight_g=None) | ~Q(step__in=packed) & ~Q(weight_g=None)):
        yield f"practice {row.turn} of maker {row.maker_id} is {row.step}, with {row.weight_g} g"


@check("nobody was at a meeting that was called off")
def called_off_meetings_are_empty() -> Iterable[str]:
    """Somebody is on the list of a meeting that did not take place: a training would be counted that was none."""
    for meeting in Meeting.objects.filter(called_off_at__isnull=False, present__isnull=False).distinct():
        yield f"meeting {meeting.pk}: called off, and somebody was there"
