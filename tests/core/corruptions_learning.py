"""Corruptions of lessons: numbers that grew old, words of no lesson, and a verdict from before she began."""

from datetime import timedelta

from django.utils import timezone

from haat.helping.models import Faq
from haat.learning.models import AnswerTaught, Meeting, OwnLesson, Practice, Presence, Study, Wording
from haat.makers.models import Maker
from tests.core.plants import Plant


def old_number() -> None:
    mart = Maker.objects.earliest("pk").mart
    OwnLesson.objects.create(mart=mart, slug="planted", number=90, content={"variables": {"99": "return_days"}})


def words_of_nothing() -> None:
    mart = Maker.objects.earliest("pk").mart
    Wording.objects.create(mart=mart, lesson="gone", key="s1.say", language="hi", text="कुछ नहीं")


def judged_before() -> None:
    maker, now = Maker.objects.earliest("pk"), timezone.now()
    Study.objects.create(
        mart=maker.mart,
        maker=maker,
        lesson="packing",
        begun_at=now,
        first=Study.Verdict.RIGHT,
        first_at=now - timedelta(days=1),
    )


def practice_unweighed() -> None:
    maker = Maker.objects.earliest("pk")
    facts = {"name": "Pot", "price_paise": 100_00, "case": Practice.Case.WHOLE, "step": Practice.Step.BACK}
    Practice.objects.create(mart=maker.mart, maker=maker, turn=90, **facts)


def answer_of_no_lesson() -> None:
    mart = Maker.objects.earliest("pk").mart
    faq = Faq.objects.create(mart=mart, subject="other", language="hi", asks="कब?", answer="कल।")
    AnswerTaught.objects.create(mart=mart, faq=faq, lesson="gone")


def present_where_none_was() -> None:
    maker = Maker.objects.earliest("pk")
    facts = {
        "lesson": "photo",
        "where": "School",
        "teacher": "Sita",
        "minutes": 60,
        "code": "planted",
        "key": "planted",
    }
    now = timezone.now()
    off = Meeting.objects.create(mart=maker.mart, block=maker.block, begins_at=now, called_off_at=now, **facts)
    Presence.objects.create(meeting=off, member=maker.members.earliest("pk"), how=Presence.How.LIST)


LEARNING: list[tuple[str, str, Plant]] = [
    ("a number no setting has", "the numbers that lessons say agree with the settings", old_number),
    ("words of a lesson that is gone", "words of lessons stand at places that there are", words_of_nothing),
    ("a case from before she began the lesson", "nobody did a lesson right before she began it", judged_before),
    ("a practice packed without a weight", "a practice that was packed has a weight, and one that ended was packed",
     practice_unweighed),
    ("an answer that became no lesson", "an answer that became a lesson was published, and its lesson is there",
     answer_of_no_lesson),
    ("somebody at a meeting that was called off", "nobody was at a meeting that was called off",
     present_where_none_was),
]  # fmt: skip
