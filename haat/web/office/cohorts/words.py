"""Words of the room."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.cohorts import rules
from haat.cohorts.choosing import ARTISANS, GROUPS, NOT_YET, PRODUCERS
from haat.cohorts.models import Cohort, Cost, Seat

Words = Mapping[str, "str | Promise"]
_S, _C, _L = Cohort.State, Cost.Kind, Seat.Left
SHORT: Words = {
    rules.TRAINING: _("Train"),
    rules.GOOD: _("Good"),
    rules.PAPERS: _("Papers"),
    rules.PHOTOS: _("Photo"),
    rules.LIVE: _("Live"),
    rules.SALE: _("1st"),
    rules.TENTH: _("10th"),
}
# What each stage is, as it is counted: below its name in the plan.
MEANS: Words = {
    rules.SURVEY: _("it stands on a list, or the survey found it"),
    rules.TRAINING: _("a member has tried a lesson herself"),
    rules.GOOD: _("a first good is written down"),
    rules.PAPERS: _("account, tax paper, and what its craft asks"),
    rules.PHOTOS: _("a good with its picture has come to the desk"),
    rules.LIVE: _("a good is in the shop"),
    rules.SALE: _("delivered, and not sent back"),
    rules.TENTH: _("ten of them"),
}
STATES: Words = {_S.DRAFT: _("Not begun"), _S.RUNNING: _("Runs"), _S.ENDED: _("Ended")}
COSTS: Words = {
    _C.TRAINING: _("training"),
    _C.DAYS: _("field workers’ days"),
    _C.TRAVEL: _("travel"),
    _C.PAPERS: _("papers and forms"),
    _C.MATERIAL: _("material"),
    _C.OTHER: _("other"),
}
LEFT: Words = {
    _L.TAKEN_OUT: _("taken out of the wave"),
    _L.ELSEWHERE: _("in another wave, which had begun"),
    _L.SAME: _("found to be another group of this wave"),
    "": "",
}
WHO: Words = {GROUPS: _("Self-help groups"), PRODUCERS: _("Producer groups"), ARTISANS: _("Artisans")}
NOT: Words = {NOT_YET: _("does not sell yet")}
