"""Words of finds: where they stand, how a call went, why one was dropped."""

from django.utils.translation import gettext_lazy as _

from haat.survey.tongues import TONGUES
from haat.web.office.desk.rooms import Owned, Words

STATES: Words = {
    "new": _("New"),
    "lead": _("To follow"),
    "maker": _("Became a maker"),
    "not_now": _("Not now"),
    "duplicate": _("Known already"),
    "dropped": _("Dropped"),
    "counted": _("Only counted"),
}
CALLS: Words = {
    "reached": _("Spoke with her"),
    "no_answer": _("No answer"),
    "wrong": _("Wrong number"),
    "busy": _("She asks to be called later"),
}
WHYS: Words = {
    "no_wish": _("She does not want to sell"),
    "gone": _("She has moved away"),
    "makes_not": _("She makes nothing that can be sold"),
    "error": _("Noted by mistake"),
    "other": _("Another reason"),
}
HOWS: Words = {"read": _("Read aloud to her"), "recorded": _("Heard from the recording")}
FORGOT: Words = {
    "dropped": _("Dropped half a year ago"),
    "duplicate": _("Known already for half a year"),
    "not_now": _("Put off for two years"),
    "new": _("Her recorded yes never came"),
    "lead": _("Her recorded yes never came"),
}
TONGUE_NAMES: Words = Owned(lambda: {tongue.code: tongue.name for tongue in TONGUES.values()})
