"""Words for rounds, parcels and carriers."""

from django.utils.translation import gettext_lazy as _

from haat.delivery import carriers
from haat.web.office.desk.rooms import Owned, Words

CARRIERS: Words = Owned(lambda: {carrier.slug: carrier.title for carrier in carriers.every()})
ROUND_STATES: Words = {
    "planned": _("Planned"),
    "out": _("Out"),
    "back": _("Back, cash not counted"),
    "closed": _("Closed"),
}
PARCEL_STATES: Words = {
    "packed": _("Packed"),
    "out": _("With the rider"),
    "delivered": _("Handed over"),
    "not_delivered": _("Not delivered"),
    "back": _("Back at the desk"),
}
