"""A rider's packing list: A4, his stops in order, the cash to collect, and room for signatures."""

from django.utils import translation

from haat.core.languages import CODES
from haat.delivery.models import Parcel, Round
from haat.delivery.queries import stops
from haat.web.papers.printer import fill, to_pdf


def packing_list_pdf(round: Round) -> bytes:
    """The list of a round, in its rider's language and English."""
    rider = round.rider
    parcels = list(stops(round))
    with translation.override(rider.language if rider.language in CODES else round.mart.default_language):
        context = {
            "round": round,
            "mart": round.mart,
            "rider": rider,
            "parcels": parcels,
            "collect_paise": sum(to_collect(parcel) for parcel in parcels),
            "weight_g": sum(parcel.weight_g for parcel in parcels),
        }
        html = fill("packing_list", context)
    return to_pdf(html, styles=["sheet", "packing_list"])


def to_collect(parcel: Parcel) -> int:
    """What is still to be collected for a parcel (paise)."""
    return int(parcel.collect_paise - parcel.collected_paise)
