"""What stages and those who have the next step are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.cohorts import rules
from haat.cohorts.models import Seat

Words = Mapping[str, "str | Promise"]
_W = Seat.Whose
STAGES: Words = {
    rules.SURVEY: _("Survey"),
    rules.TRAINING: _("Training"),
    rules.GOOD: _("First good"),
    rules.PAPERS: _("Papers"),
    rules.PHOTOS: _("Photographs"),
    rules.LIVE: _("Live"),
    rules.SALE: _("First sale"),
    rules.TENTH: _("Tenth sale"),
    "": _("Through all"),
}
WHOSE: Words = {
    _W.GROUP: _("the group"),
    _W.COORDINATOR: _("the coordinator"),
    _W.DESK: _("the desk"),
    _W.BANK: _("the bank"),
    _W.OFFICE: _("another office"),
    "": "",
}
