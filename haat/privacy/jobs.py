"""Copies are made, and what is over is deleted, by the worker."""

from datetime import timedelta

from haat.core.jobs import job
from haat.places.models import Mart
from haat.privacy import actions
from haat.privacy.models import Breach, Petition


@job("privacy.make_export")
def make_export(petition_id: int) -> None:
    """Gather all that is kept of who asked."""
    actions.make_export(Petition.objects.get(pk=petition_id))


@job("privacy.tell_people")
def tell_people(breach_id: int) -> None:
    """Tell everybody whom a breach concerns."""
    actions.send_breach(Breach.objects.select_related("mart").get(pk=breach_id))


@job("privacy.keep_clocks", every=timedelta(days=1))
def keep_clocks() -> None:
    """Delete what is over, mart by mart, in batches."""
    for mart in Mart.objects.order_by("pk"):
        while actions.clear(mart):
            pass
