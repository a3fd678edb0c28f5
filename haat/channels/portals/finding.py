"""Reading portals."""

from django.db.models import F, QuerySet

from haat.channels.models import Portal
from haat.places.models import Mart


def portals_of(mart: Mart) -> "QuerySet[Portal]":
    """The mart's portals by their names, those that were closed last."""
    return Portal.objects.filter(mart=mart).order_by(F("closed_at").asc(nulls_first=True), "title", "pk")


def portal_of(mart: Mart, pk: int) -> Portal | None:
    """A portal of the mart."""
    return portals_of(mart).filter(pk=pk).select_related("mart__place").first()
