"""Rows every room shares: events, jobs, pictures, forms acted on, running numbers, counted tries and marks."""

from django.db import models
from django.utils import timezone


class Event(models.Model):
    """What happened, written with the change itself: the audit trail and the outbox. Never edited."""

    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    mart_id = models.BigIntegerField(null=True)
    by_id = models.BigIntegerField(null=True)
    for_maker_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_subject"),
            models.Index(fields=["mart_id", "kind", "at"], name="event_kind"),
            models.Index(fields=["mart_id", "id"], name="event_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type}:{self.subject_id}"


class Job(models.Model):
    """Work to be done after commit: claimed with a lease, retried with back-off, once per key."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    name = models.CharField(max_length=120)
    args = models.JSONField(default=dict)
    key = models.CharField(max_length=200, null=True, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    run_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["run_at", "id"], name="job_due", condition=models.Q(state="waiting")),
            models.Index(fields=["lease_until"], name="job_leased", condition=models.Q(state="running")),
            models.Index(fields=["done_at"], name="job_done", condition=models.Q(state="done")),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk} {self.state}"


class Picture(models.Model):
    """A picture by its content: stored once, re-encoded without EXIF, in the sizes pages need.

    One that nothing shows is swept a day after it was wanted last. `drawn`: a drawing. `rendered`: a program made it
    for the demonstration; it looks like a photograph and shows nothing real, and its files say so.
    """

    digest = models.CharField(max_length=64, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    drawn = models.BooleanField(default=False)
    rendered = models.BooleanField(default=False)
    sharpness = models.PositiveIntegerField(default=0)
    brightness = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    wanted_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.digest[:12]


class Sending(models.Model):
    """A form that has been acted on: written in the transaction of its deed, so that it stands exactly when that does.

    `name` tells one sending from another; the same name again is the same form, pressed twice. Kept for a day,
    and much longer when a phone sends it (see sweeping).
    """

    name = models.CharField(max_length=120, unique=True)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.name


class Sequence(models.Model):
    """The last number given out under a name (`invoice:7:2026-27`)."""

    name = models.CharField(max_length=80, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.last}"


class Limit(models.Model):
    """How often a thing was tried in the window that ends at `ends` (seconds since 1970); `name` is a keyed digest."""

    name = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField()
    ends = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.name[:12]} {self.tries}"


class Seal(models.Model):
    """A digest over the events `first_id` … `last_id` and the seal before: who edits one has to edit all after it.

    `before` is the digest of the seal before ("" of the first), so that each has one successor. Never edited.
    """

    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    before = models.CharField(max_length=64, unique=True, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"events {self.first_id} to {self.last_id}"


class Mark(models.Model):
    """A moment worth knowing under a name: when a worker last showed life, when the demonstration was made."""

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
