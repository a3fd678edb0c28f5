"""Words for the states of a good."""

from django.utils.translation import gettext_lazy as _

from haat.web.office.desk.rooms import Words

GOOD_STATES: Words = {
    "draft": _("Being written"),
    "waiting": _("Waiting for a check"),
    "sent_back": _("Sent back"),
    "live": _("In the shop"),
    "paused": _("Paused"),
}
TEXT_ORIGINS: Words = {
    "person": _("a person"),
    "machine": _("a machine"),
}
BACK_UNTOLD = _("Sent back. The maker has no phone here: say it yourself.")
# The units of a net quantity (`catalogue.rules.UNITS`).
UNIT_WORDS: Words = {
    "piece": _("piece"),
    "set": _("set"),
    "pair": _("pair"),
    "g": _("g"),
    "kg": _("kg"),
    "ml": _("ml"),
    "l": _("l"),
    "m": _("m"),
    "cm": _("cm"),
}
# How far laying a picture on white has come (`studio.models.WhitePicture`).
WHITE_STATES: Words = {
    "asked": _("Being laid on white"),
    "proposed": _("On white: waits for a look"),
    "used": _("On white for marketplaces"),
    "refused": _("Kept as it is"),
    "failed": _("Its edge could not be found: take it again on a white sheet"),
}
# Who asks something about a good: names of others stand as they are.
ASKERS: Words = {
    "law": _("the law"),
    "shop": _("the shop"),
    "rule": _("HSN, tax and papers"),
    "amazon": "Amazon",
    "flipkart": "Flipkart",
    "ondc": "ONDC",
    "google": "Google",
    "meta": "Meta",
    "walmart": "Walmart",
}
