"""What we told people: one row a message; what each sender made of it, step by step; what senders reported."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from haat.core.ends import LastFour
from haat.people.models import User
from haat.places.models import Mart

# The notice of a code to sign in with: its words are worth stealing.
SIGN_IN_CODE = "sign_in_code"


class Message(models.Model):
    """A message to a phone, and to a user's in-app list when we know the user. Told once per `cause`.

    `template` is the name of its notice, `values` fill the notice's words; `body` are its long words, for the app.
    `sender` had it last. `again` counts how often the desk had it sent again, at last `again_at`.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        # A sender has it, under a number of its own. That it arrived is another thing.
        TAKEN = "taken"
        DELIVERED = "delivered"
        FAILED = "failed"
        # No sender is set up: it can be read in the app, and goes nowhere.
        KEPT = "kept"

    mart = models.ForeignKey(Mart, models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="messages")
    phone = models.CharField(max_length=16)
    template = models.SlugField(max_length=60)
    language = models.CharField(max_length=5)
    body = models.TextField()
    values = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)
    cause = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    sender = models.SlugField(max_length=20, blank=True, db_index=False)
    # Why it failed, a word: `too_late`, `nobody`, or what the last sender called it.
    reason = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    again = models.PositiveSmallIntegerField(default=0)
    again_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-id"], name="message_user"),
            models.Index(fields=["mart", "state", "-id"], name="message_mart_state"),
            models.Index(F("mart"), LastFour("phone"), name="message_phone_end"),
        ]

    def __str__(self) -> str:
        return f"{self.template} to user {self.user_id}"


class Attempt(models.Model):
    """One message at one sender: what it answered, and what it reported later. `again`: in which round of sending.

    `text` are the words it took, in their `language`, with dots for what is secret; empty when it took none, or before
    0.3.0.
    """

    class State(models.TextChoices):
        # It did not answer, or could not now: it is asked again.
        TROUBLED = "troubled"
        REFUSED = "refused"
        TAKEN = "taken"
        DELIVERED = "delivered"
        FAILED = "failed"

    message = models.ForeignKey(Message, models.CASCADE, related_name="attempts")
    sender = models.SlugField(max_length=20, db_index=False)
    again = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State)
    # The sender's own number of it.
    ref = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=40, blank=True)
    said = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5, blank=True, default="")
    text = models.TextField(blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=1)
    parts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "sender", "again"], name="attempt_once"),
            models.UniqueConstraint(fields=["sender", "ref"], condition=~Q(ref=""), name="attempt_ref"),
        ]

    def __str__(self) -> str:
        return f"message {self.message_id} by {self.sender}"


class Report(models.Model):
    """What a sender reported of a message it took, once each. One that nobody knows yet waits for its message.

    `sure`: it was signed; else it is a hint of whoever knows the secret address.
    """

    sender = models.SlugField(max_length=20, db_index=False)
    ref = models.CharField(max_length=120)
    state = models.CharField(max_length=10)
    code = models.CharField(max_length=40, blank=True)
    said = models.CharField(max_length=200, blank=True)
    sure = models.BooleanField(default=False)
    attempt = models.ForeignKey(Attempt, models.CASCADE, null=True, related_name="reports")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "ref", "state"], name="report_once")]

    def __str__(self) -> str:
        return f"{self.sender} {self.state}"
