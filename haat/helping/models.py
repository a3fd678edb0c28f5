"""What makers ask the desk, and what was answered."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from haat.helping.rules import ANSWERED_WITHIN
from haat.makers.models import Maker
from haat.places.models import Mart


class Question(models.Model):
    """A maker asks for help. `seen_at`: somebody said that it was heard, by `due_at` at the latest."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    maker = models.ForeignKey(Maker, models.CASCADE, related_name="questions")
    # The phone's own name of it.
    key = models.CharField(max_length=64)
    language = models.CharField(max_length=5)
    words = models.TextField(blank=True)
    spoken = models.BooleanField(default=False)
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by_id = models.BigIntegerField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["maker", "key"], name="question_once"),
            models.CheckConstraint(condition=Q(spoken=True) | ~Q(words=""), name="question_says_something"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | Q(answered_at__isnull=False, seen_at__isnull=False) & ~Q(answer=""),
                name="question_answered_was_heard",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("asked_at")), name="question_clock"),
        ]
        indexes = [
            models.Index(fields=["mart", "due_at"], name="question_open", condition=Q(answered_at=None)),
            models.Index(fields=["maker", "-id"], name="question_of_maker"),
        ]

    def __str__(self) -> str:
        return f"question {self.pk} of {self.maker_id}"

    @property
    def answer_by(self) -> datetime:
        """When the answer is to be there, at the latest."""
        return self.asked_at + ANSWERED_WITHIN


class VoiceNote(models.Model):
    """What was said in a question, sealed: see `actions`."""

    question = models.OneToOneField(Question, models.CASCADE, related_name="voice")
    kind = models.CharField(max_length=4)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.kind} of question {self.question_id}"
