"""What makers and buyers ask, the thread of it, its clock, and the answers everybody may read."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from haat.catalogue.models import Craft, Good
from haat.helping.rules import (
    FIRST_NUMBER,
    LAW_DAYS,
    LAW_HOURS,
    REOPENED_WITHIN,
    SUBJECTS,
)
from haat.makers.models import Maker, Member
from haat.orders.models import Order
from haat.places.models import Mart, Place

_SUBJECTS = [(subject, subject) for subject in SUBJECTS]


class Clock(models.Model):
    """How long a mart may take, who takes up what waits too long, and the last number it gave (hours, days)."""

    mart = models.OneToOneField(Mart, models.CASCADE, related_name="+")
    last_number = models.PositiveIntegerField(default=FIRST_NUMBER - 1)
    maker_hours = models.PositiveSmallIntegerField(default=48)
    maker_days = models.PositiveSmallIntegerField(default=30)
    buyer_hours = models.PositiveSmallIntegerField(default=LAW_HOURS)
    buyer_days = models.PositiveSmallIntegerField(default=30)
    officer_phone = models.CharField(max_length=16, blank=True)
    department = models.CharField(max_length=120, blank=True)
    department_phone = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    buyer_hours__gte=1, buyer_hours__lte=LAW_HOURS, buyer_days__gte=1, buyer_days__lte=LAW_DAYS
                ),
                name="clock_of_buyers_is_the_laws",
            ),
            models.CheckConstraint(condition=Q(maker_hours__gte=1, maker_days__gte=1), name="clock_of_makers_runs"),
        ]

    def __str__(self) -> str:
        return f"clock of {self.mart_id}"

    def of(self, *, buyer: bool) -> tuple[int, int]:
        """(hours until it is heard, days until it is answered)."""
        return (self.buyer_hours, self.buyer_days) if buyer else (self.maker_hours, self.maker_days)


class Question(models.Model):
    """A maker, one of its members or a buyer asks for help; what is said of it are its entries.

    `seen_at`: somebody said that it was heard, by `due_at` at the latest; `answer_due_at` is the moment after the last
    day of an answer. `next_due_at`: what of the two comes next; None when it is answered. `level`: who has it;
    `climbed`: how far up it went by itself, the next time at `climb_at`. `block` and `craft` are the maker's when it
    was asked. Of a buyer `name`, `phone`, and the secret link (`token`) she reads it by.
    """

    class Asker(models.TextChoices):
        MAKER = "maker"
        MEMBER = "member"
        BUYER = "buyer"

    class Level(models.TextChoices):
        COORDINATOR = "coordinator"
        DESK = "desk"
        OFFICER = "officer"
        DEPARTMENT = "department"

    class Ended(models.TextChoices):
        HELPED = "helped"
        SILENT = "silent"  # nobody said anything against the answer

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    asker = models.CharField(max_length=6, choices=Asker, default=Asker.MAKER)
    subject = models.CharField(max_length=12, choices=_SUBJECTS, default="other")
    maker = models.ForeignKey(Maker, models.CASCADE, null=True, related_name="questions")
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    craft = models.ForeignKey(Craft, models.SET_NULL, null=True, related_name="+")
    block = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="+")
    good = models.ForeignKey(Good, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    token = models.CharField(max_length=32, blank=True)
    # The phone's own name of it.
    key = models.CharField(max_length=64)
    language = models.CharField(max_length=5)
    level = models.CharField(max_length=11, choices=Level, default=Level.DESK)
    climbed = models.PositiveSmallIntegerField(default=0)
    climb_at = models.DateTimeField(null=True)
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()
    next_due_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    seen_by_id = models.BigIntegerField(null=True)
    first_answered_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.BigIntegerField(null=True)
    reopened_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=6, choices=Ended, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "number"], name="question_number"),
            models.UniqueConstraint(fields=["maker", "key"], name="question_once"),
            models.UniqueConstraint(fields=["mart", "key"], condition=Q(maker=None), name="complaint_once"),
            models.UniqueConstraint(fields=["token"], condition=~Q(token=""), name="complaint_token"),
            models.CheckConstraint(
                condition=Q(asker="buyer", maker=None) & ~Q(token="") | ~Q(asker="buyer") & Q(maker__isnull=False),
                name="question_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(seen_at__isnull=False, first_answered_at__isnull=False),
                name="question_answered_was_heard",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, next_due_at__isnull=False)
                | Q(answered_at__isnull=False, next_due_at=None),
                name="question_waits_or_not",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("asked_at")), name="question_clock"),
            models.CheckConstraint(
                condition=Q(ended="", ended_at=None)
                | ~Q(ended="") & Q(ended_at__isnull=False, answered_at__isnull=False),
                name="question_ended_was_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["mart", "next_due_at", "id"], name="question_open", condition=Q(answered_at=None)),
            models.Index(fields=["maker", "-id"], name="question_of_maker"),
            models.Index(fields=["mart", "asked_at"], name="question_asked"),
            models.Index(fields=["climb_at"], name="question_climbs", condition=Q(climb_at__isnull=False)),
            models.Index(
                fields=["answered_at"], name="question_to_end", condition=Q(ended="", answered_at__isnull=False)
            ),
            models.Index(fields=["mart", "phone"], name="question_of_phone", condition=~Q(phone="")),
        ]

    def __str__(self) -> str:
        return f"question {self.number}"

    @property
    def of_buyer(self) -> bool:
        """Whether the law's clock holds."""
        return self.asker == self.Asker.BUYER

    @property
    def answer_by(self) -> datetime:
        """A moment of the last day on which the answer is to be there."""
        return self.answer_due_at - timedelta(seconds=1)

    @property
    def reopens_until(self) -> datetime | None:
        """Until when who asked may say that it did not help; None when she may not."""
        if self.answered_at is None or self.ended or self.reopened_at is not None:
            return None
        return self.answered_at + REOPENED_WITHIN


class Entry(models.Model):
    """One thing said in a question, or done with it (handed on: `level` and the reason as its words)."""

    class Kind(models.TextChoices):
        ASKED = "asked"
        ADDED = "added"
        ANSWER = "answer"
        REOPENED = "reopened"
        HANDED = "handed"
        CLIMBED = "climbed"

    question = models.ForeignKey(Question, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=64)
    by_id = models.BigIntegerField(null=True)
    words = models.TextField(blank=True)
    language = models.CharField(max_length=5)
    level = models.CharField(max_length=11, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "key"], name="entry_once")]

    def __str__(self) -> str:
        return f"{self.kind} of question {self.question_id}"


class Enclosure(models.Model):
    """A voice note or a picture of an entry, sealed for its question: see `actions`. `digest`: of the same bytes."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="enclosures")
    kind = models.CharField(max_length=4)
    digest = models.CharField(max_length=64, blank=True)
    sealed = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["digest"], name="enclosure_digest", condition=~Q(digest=""))]

    def __str__(self) -> str:
        return f"{self.kind} of entry {self.entry_id}"

    @property
    def is_voice(self) -> bool:
        """Whether it is heard; else it is a picture."""
        return self.kind != "jpeg"


class Faq(models.Model):
    """An answer that every maker of the mart may read: drafted, looked at by a person, then published."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        TAKEN_BACK = "taken_back"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, models.SET_NULL, null=True, related_name="+")
    subject = models.CharField(max_length=12, choices=_SUBJECTS)
    language = models.CharField(max_length=5)
    asks = models.CharField(max_length=300)
    answer = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    published_by_id = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question"], condition=Q(question__isnull=False), name="faq_of_question"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="faq_published_when"
            ),
        ]
        indexes = [models.Index(fields=["mart", "state", "subject"], name="faq_of_mart")]

    def __str__(self) -> str:
        return f"answer {self.pk} of {self.mart_id}"
