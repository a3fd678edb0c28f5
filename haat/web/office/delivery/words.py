"""Words for rounds, parcels and carriers."""

from django.utils.translation import gettext_lazy as _

from haat.delivery import carriers
from haat.web.office.desk.rooms import Owned, Words

CARRIERS: Words = Owned(lambda: {carrier.slug: carrier.title for carrier in carriers.known()})
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
    "lost": _("Lost"),
    "home": _("Back where it was packed"),
}
FETCH_STATES: Words = {
    "due": _("To be fetched"),
    "taken": _("Taken along"),
    "not_there": _("Not there"),
    "received": _("Came"),
    "missing": _("Did not arrive"),
    "lost": _("Lost"),
    "left": _("Did not come"),
}
PICKUP_STATES: Words = {
    "open": _("Under way"),
    "received": _("Counted"),
}
QUESTIONS: Words = {
    "missing": _("The rider took it, and it did not come"),
    "untold": _("It came, and nobody had said that it was taken"),
    "left": _("Nothing was said of it, and it did not come"),
    "not_back": _("Not delivered, and it did not come back"),
    "refused": _("Done without net, and refused when it was sent"),
}
DEEDS: Words = {
    "take": _("Taken at the maker’s"),
    "not_there": _("Not there"),
    "hand_over": _("Handed over to the buyer"),
    "not_delivered": _("Not delivered"),
}
OUTCOMES: Words = {
    "hub": _("It is here"),
    "maker": _("It lies with its maker"),
    "lost": _("It is lost"),
}
