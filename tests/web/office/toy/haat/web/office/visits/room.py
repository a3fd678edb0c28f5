"""Visits: makers who rest are visited."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.makers.models import Maker
from haat.places.models import Mart, Place
from haat.review.waiting import Stuck
from haat.web.office.desk.rooms import Room, Trouble


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Makers who rest."""
    return (Maker.objects.filter(place.range("block__path"), mart=mart, state=Maker.State.PAUSED),)


def resting(mart: Mart, place: Place) -> Iterable[Stuck]:
    """Makers who rest; a real room asks a query of the domain."""
    for maker in Maker.objects.filter(mart=mart, state=Maker.State.PAUSED).within(place).select_related("block"):
        yield Stuck(maker.slug, maker, "", maker.phone, maker.block, maker.enrolled_at, 0, ())


ROOM = Room(
    title=_("Visits"),
    order=25,
    first="office:visits:list",
    deed="see_visits",
    waits=waits,
    words={"visit": {"found": _("Found at home")}},
    events={"visits.made": _("Visited")},
    sums={"visits.made": "fare_paise"},
    troubles=(
        Trouble(
            kind="resting",
            find=resting,
            says=_("%(what)s rests and nobody went there"),
            key=_("Plan a visit"),
            page="office:visits:list",
        ),
    ),
)
