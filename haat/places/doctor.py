"""What must hold of places."""

from collections.abc import Iterable

from haat.core.doctor import check
from haat.places.models import STEP, Mart, Place


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
