"""What must hold of places."""

from collections.abc import Iterable

from django.db.models import F, Q

from haat.core.doctor import check
from haat.core.models import Event
from haat.places.models import STEP, Mart, PinCode, Place
from haat.places.rules import as_told


@check("places lie where their paths say")
def paths() -> Iterable[str]:
    """A place's path is its parent's and one step more; a state's is one step."""
    for place in Place.objects.select_related("parent").iterator():
        above = place.parent.path if place.parent else ""
        if place.path[:-STEP] != above or not place.path.isdecimal():
            yield f"place {place.pk} ({place}): path {place.path} under {above or 'nothing'}"


@check("every mart has a host name")
def hosts() -> Iterable[str]:
    """A mart nobody can reach."""
    for mart in Mart.objects.filter(hosts=None):
        yield f"mart {mart.slug} has no host name"


ABOVE = {
    Place.Kind.DISTRICT: Place.Kind.STATE,
    Place.Kind.BLOCK: Place.Kind.DISTRICT,
    Place.Kind.LOCALITY: Place.Kind.BLOCK,
}


@check("places lie in what may hold them")
def kinds() -> Iterable[str]:
    """A state in nothing, a district in a state, a block in a district, a locality in a block."""
    right = Q(kind=Place.Kind.STATE, parent=None)
    for kind, above in ABOVE.items():
        right |= Q(kind=kind, parent__kind=above)
    for place in Place.objects.exclude(right):
        yield f"place {place.pk} ({place}): a {place.kind} may not lie there"
    for pin in PinCode.objects.exclude(state_id=F("district__parent_id")):
        yield f"PIN {pin.pin}: its district is not of its state"


# These tell of one page of a mart's words, and no more of all of them.
WORDED = ("places.words_written", "places.notice_worded")


@check("marts are as they were last changed")
def settings_are_told() -> Iterable[str]:
    """Every setting that was ever changed is what the last change made it, and each change began where it stood."""
    stands: dict[int, dict[str, object]] = {}
    kinds = ("places.mart_changed", *WORDED)
    events = Event.objects.filter(kind__in=kinds, subject_type=Mart._meta.label_lower).order_by("pk")
    for mart_id, kind, data in events.values_list("subject_id", "kind", "data").iterator():
        known = stands.setdefault(mart_id, {})
        if kind in WORDED:
            known.pop("words", None)
            continue
        for field, before in data["before"].items():
            if known.get(field, before) != before:
                yield f"mart {mart_id}: its {field} was changed between two changes that were told"
        known.update(data["after"])
    for mart in Mart.objects.filter(pk__in=stands).prefetch_related("hosts"):
        for field, value in stands[mart.pk].items():
            found = sorted(row.host for row in mart.hosts.all()) if field == "hosts" else getattr(mart, field)
            if as_told(field, found) != value:
                yield f"mart {mart.slug}: its {field} is {found!s:.60}, told as {value!s:.60}"


@check("every mart speaks a language and has a name in it")
def languages() -> Iterable[str]:
    for mart in Mart.objects.all():
        if not mart.languages or not mart.names.get(mart.languages[0]):
            yield f"mart {mart.slug} has no name in its first language"
