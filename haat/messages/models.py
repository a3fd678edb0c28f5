"""What we told people: one row a message, by SMS or in the app."""

from django.db import models
from django.utils import timezone

from haat.people.models import User
from haat.places.models import Mart

# The template of a code to sign in with: its words are worth stealing.
SIGN_IN_CODE = "sign_in_code"


class Message(models.Model):
    """A message to a phone, and to a user's in-app list when we know the user. Sent once per `cause`."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    mart = models.ForeignKey(Mart, models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="messages")
    phone = models.CharField(max_length=16)
    template = models.SlugField(max_length=60)
    language = models.CharField(max_length=5)
    body = models.TextField()
    link = models.CharField(max_length=200, blank=True)
    cause = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="message_user")]

    def __str__(self) -> str:
        return f"{self.template} to user {self.user_id}"
