"""Rows every room shares: events, jobs, pictures and running numbers."""

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
    """A picture by its content: stored once, re-encoded without EXIF, in the sizes pages need."""

    digest = models.CharField(max_length=64, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    drawn = models.BooleanField(default=False)
    sharpness = models.PositiveIntegerField(default=0)
    brightness = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.digest[:12]


class Sequence(models.Model):
    """The last number given out under a name (`invoice:7:2026-27`)."""

    name = models.CharField(max_length=80, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.last}"
