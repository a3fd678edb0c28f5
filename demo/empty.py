"""The third mart of the demonstration: a district that has just begun, to walk the launch list in."""

from typing import Any

from demo.people import employ
from haat.core.actor import MACHINE
from haat.places.actions import import_blocks, open_mart
from haat.places.models import Mart, Place

SLUG = "sonbhadra"
# No more than an operator knows on the first day: the rest is written at the office, by screens.
BEGUN: dict[str, Any] = {
    "names": {"hi": "आपका ज़िला"},
    "languages": ["hi", "en"],
    "hosts": [f"{SLUG}.localhost"],
    "order_prefix": "SB",
    "legal_name": "",
    "address": "",
    "phone": "+911000000092",
    "email": "",
    "grievance_officer": "",
}


def begin() -> Mart:
    """The mart with its blocks and three officers, and nothing else: nobody may enter it yet."""
    district = Place.objects.get(kind=Place.Kind.DISTRICT, slug=SLUG)
    import_blocks(district, by=MACHINE)
    mart = open_mart(SLUG, place=district, by=MACHINE, **BEGUN)
    employ(mart)
    return mart
