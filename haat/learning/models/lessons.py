"""What a mart changed of lessons, who learnt which, who was there, and what came of it in the real app."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.catalogue.models import Craft
from haat.core.models import Picture
from haat.helping.models import Faq
from haat.makers.models import Maker, Member
from haat.people.models import User
from haat.places.models import Mart, Place


class OwnLesson(models.Model):
    """A lesson that was made in the office: its scenes and questions (as in `haat/learning/data`, without words)."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(default=dict)
    open = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "slug"], name="own_lesson_once")]

    def __str__(self) -> str:
        return self.slug


class Wording(models.Model):
    """A mart's own words at one place of a lesson, in one language."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    lesson = models.SlugField(max_length=40)
    key = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    text = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "lesson", "key", "language"], name="wording_once")]

    def __str__(self) -> str:
        return f"{self.lesson} {self.key} {self.language}"


class AnswerTaught(models.Model):
    """An answer for all whose words became scenes of a lesson, once."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    faq = models.OneToOneField(Faq, models.CASCADE, related_name="taught")
    lesson = models.SlugField(max_length=40)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"answer {self.faq_id} in {self.lesson}"


class LessonPicture(models.Model):
    """A mart's own picture at one place of a lesson: one that was uploaded, or another of the house's drawings."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    lesson = models.SlugField(max_length=40)
    key = models.CharField(max_length=40)
    picture = models.ForeignKey(Picture, models.PROTECT, null=True, related_name="+")
    drawing = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "lesson", "key"], name="lesson_picture_once"),
            models.CheckConstraint(
                condition=Q(picture=None) & ~Q(drawing="") | Q(picture__isnull=False, drawing=""),
                name="lesson_picture_is_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson} {self.key}"


class Recording(models.Model):
    """The voice of a woman of the district for one place of a lesson, in one language. `size` in bytes."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    lesson = models.SlugField(max_length=40)
    key = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    kind = models.CharField(max_length=4)
    content = models.BinaryField()
    digest = models.CharField(max_length=16)
    size = models.PositiveIntegerField()
    reader = models.CharField(max_length=80)
    # The words it reads: other words since, and it is no longer played.
    text = models.CharField(max_length=300)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "lesson", "key", "language"], name="recording_once")]

    def __str__(self) -> str:
        return f"{self.lesson} {self.key} {self.language}"


class Suggestion(models.Model):
    """A lesson was offered to a maker, because of something that happened (`why`: one of `rules.OFFERS`)."""

    maker = models.ForeignKey(Maker, models.CASCADE, related_name="suggestions")
    lesson = models.SlugField(max_length=40)
    why = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["maker", "lesson"], name="suggestion_once")]

    def __str__(self) -> str:
        return f"{self.lesson} to {self.maker_id}"


class Study(models.Model):
    """A person of a maker learns a lesson; without a person it is the maker's, helped by somebody of the office.

    `tried_at`: she did the practice step. `first`: her first real case since she began, judged from events (`case` is
    what it was about); `later`: the first one thirty days on. `followed_at`: the message or the question after three
    days has gone; `asks`: a picture question waits for her.
    """

    class Verdict(models.TextChoices):
        RIGHT = "right"
        WRONG = "wrong"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    maker = models.ForeignKey(Maker, models.CASCADE, related_name="studies")
    person = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    lesson = models.SlugField(max_length=40)
    check_name = models.CharField(max_length=40, blank=True)
    craft = models.ForeignKey(Craft, models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    first = models.CharField(max_length=5, choices=Verdict, blank=True)
    first_at = models.DateTimeField(null=True)
    case = models.CharField(max_length=60, blank=True)
    later = models.CharField(max_length=5, choices=Verdict, blank=True)
    later_at = models.DateTimeField(null=True)
    later_case = models.CharField(max_length=60, blank=True)
    followed_at = models.DateTimeField(null=True)
    again_at = models.DateTimeField(null=True)
    asks = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["maker", "person", "lesson"], condition=Q(person__isnull=False), name="study_once"
            ),
            models.UniqueConstraint(fields=["maker", "lesson"], condition=Q(person=None), name="study_helped_once"),
            models.CheckConstraint(
                condition=Q(first="", first_at=None) | ~Q(first="") & Q(first_at__isnull=False),
                name="study_first_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(later="", later_at=None) | ~Q(later="") & Q(later_at__isnull=False),
                name="study_later_is_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["mart", "lesson"], name="study_of_lesson"),
            models.Index(fields=["begun_at"], name="study_to_follow", condition=Q(followed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.lesson} by {self.maker_id}"


class Answer(models.Model):
    """A picture question that was answered, in one `round` (0 the lesson itself, 3 and 30 the days after)."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=10)
    round = models.PositiveSmallIntegerField(default=0)
    right = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "question", "round"], name="lesson_answer_once")]

    def __str__(self) -> str:
        return f"{self.question} of {self.study_id}"


class SceneCount(models.Model):
    """How often a scene was heard again, gone back to, and where the lesson was left; of nobody in particular."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    lesson = models.SlugField(max_length=40)
    scene = models.CharField(max_length=10)
    again = models.PositiveIntegerField(default=0)
    back = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "lesson", "scene"], name="scene_count_once")]

    def __str__(self) -> str:
        return f"{self.lesson} {self.scene}"


class Looked(models.Model):
    """Up to which event lessons were judged and offered."""

    name = models.CharField(max_length=20, primary_key=True)
    last_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.last_id}"


class Meeting(models.Model):
    """A lesson that is taught: by whom, where and when. Who shows its `code` was there while it lasted.

    `called_off_at`: since when it is known that it does not take place.
    """

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    lesson = models.SlugField(max_length=40)
    block = models.ForeignKey(Place, models.PROTECT, related_name="+")
    where = models.CharField(max_length=120)
    teacher = models.CharField(max_length=80)
    begins_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12, unique=True)
    key = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    called_off_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "key"], name="meeting_once"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="meeting_lasts"),
        ]
        indexes = [models.Index(fields=["mart", "-begins_at"], name="meeting_list")]

    def __str__(self) -> str:
        return f"{self.lesson} at {self.where}"


class Presence(models.Model):
    """A member was at a meeting: ticked on the list, or by the code she held her phone to."""

    class How(models.TextChoices):
        LIST = "list"
        CODE = "code"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="present")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    how = models.CharField(max_length=4, choices=How)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="presence_once")]

    def __str__(self) -> str:
        return f"member {self.member_id} at {self.meeting_id}"
