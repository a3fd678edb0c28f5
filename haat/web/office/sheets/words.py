"""Words of the room."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.sheets.models import Sheet

_S = Sheet.State
STATES: "Mapping[str, str | Promise]" = {
    _S.LOOKING: _("Being read"),
    _S.LOOKED: _("Read, nothing brought in yet"),
    _S.BRINGING: _("Being brought in"),
    _S.BROUGHT: _("Brought in"),
    _S.BROKEN: _("Could not be read to its end"),
}
BECAME: "Mapping[str, str | Promise]" = {"new": _("new"), "same": _("there already"), "refused": _("refused")}
KEPT: "Mapping[str, str | Promise]" = {**BECAME, "new": _("brought in")}
