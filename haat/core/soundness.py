"""What must hold of the ground every room stands on: jobs, pictures, the trail."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import AutoField, Exists, Model, OuterRef, Q
from django.utils import timezone

from haat.core.clock import from_ahead
from haat.core.doctor import check
from haat.core.files import SIZES, picture_path
from haat.core.jobs import HANDLERS, TRIES, events_in
from haat.core.models import Event, Job, Picture

# A lease is renewed by the minute; one that reaches further never ends.
LONGEST_LEASE = timedelta(minutes=10)
# How the last event about a row ends that an action has taken away.
ENDS = (
    *("delivery.round_dropped", "delivery.pickup_dropped", "delivery.zone_removed"),
    *("review.target_taken_back", "makers.document_forgotten", "survey.house_ended", "survey.house_forgotten"),
)


@check("no job was given up")
def given_up() -> Iterable[str]:
    """Something happened, and what should follow from it has not."""
    for job in Job.objects.filter(state=Job.State.FAILED).order_by("pk"):
        yield f"job {job.pk} {job.name} {job.args}: given up after {job.attempts} tries ({job.error:.80})"


@check("every job that runs can be taken over when its worker dies")
def leases() -> Iterable[str]:
    endless = Q(lease_until=None) | Q(lease_until__gt=timezone.now() + LONGEST_LEASE)
    for job in Job.objects.filter(endless, state=Job.State.RUNNING).order_by("pk"):
        yield f"job {job.pk} {job.name}: it runs with a lease until {job.lease_until or 'never'}"


@check("no job waits for a clock that was ahead")
def clocks() -> Iterable[str]:
    for job in from_ahead(timezone.now()).filter(state=Job.State.WAITING).order_by("pk"):
        yield f"job {job.pk} {job.name}: made {job.made_at:%Y-%m-%d %H:%M} for {job.run_at:%Y-%m-%d %H:%M} (UTC)"


@check("every waiting job can be done")
def doable() -> Iterable[str]:
    """Its function is known, its event is there, and it has tries left."""
    waiting = Job.objects.filter(state__in=(Job.State.WAITING, Job.State.RUNNING)).order_by("pk")
    rows = list(waiting.values_list("pk", "name", "args", "attempts"))
    wanted = {event_id for _pk, _name, args, _tries in rows for event_id in events_in(args)}
    there = set(Event.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    for pk, name, args, attempts in rows:
        if not HANDLERS.knows(name):
            yield f"job {pk}: nothing is called {name}"
        elif gone := [event_id for event_id in events_in(args) if event_id not in there]:
            yield f"job {pk} {name}: its event {gone[0]} is gone"
        elif attempts > TRIES:
            yield f"job {pk} {name}: {attempts} tries, and not given up"


@check("nothing is told of what is not there")
def subjects_are_there() -> Iterable[str]:
    """A row was deleted, and its events are left: no action deletes what it has told of without telling that too."""
    told_of = set(Event.objects.order_by().values_list("subject_type", flat=True).distinct())
    for model in apps.get_models():
        ours = model.__module__.startswith("haat.") and model._meta.app_label != "core"
        numbered = isinstance(model._meta.pk, AutoField)  # events name their subject by its number
        if ours and numbered and model._meta.label_lower in told_of:
            yield from _gone(model)


def _gone(model: type[Model]) -> Iterator[str]:
    label = model._meta.label_lower
    there = model._default_manager.filter(pk=OuterRef("subject_id"))
    ended = Event.objects.filter(subject_type=label, subject_id=OuterRef("subject_id"), kind__in=ENDS)
    lost = Event.objects.filter(~Exists(there), ~Exists(ended), subject_type=label).order_by()
    for subject_id in lost.values_list("subject_id", flat=True).distinct():
        yield f"{label} {subject_id}: told of, but gone"


@check("every picture is in the store")
def pictures_are_kept() -> Iterable[str]:
    """The master and every size of it."""
    for digest in Picture.objects.order_by("pk").values_list("digest", flat=True).iterator():
        missing = [width or "master" for width in (None, *SIZES) if not _kept(digest, width)]
        if missing:
            yield f"picture {digest[:12]}: {', '.join(str(width) for width in missing)} is not in the store"


def _kept(digest: str, width: int | None) -> bool:
    return default_storage.exists(picture_path(digest, width))
