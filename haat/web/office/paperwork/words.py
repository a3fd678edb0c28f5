"""What states of papers on their way are called."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.paperwork import standing as at
from haat.paperwork.models import Road

S = Road.State
ROAD_STATES: dict[str, Any] = {
    S.MAKING: _("Being made"),
    S.APPLIED: _("Applied for, waits"),
    S.REFUSED: _("Came back"),
    S.GIVEN: _("Number to be read"),
    S.GRANTED: _("There"),
    S.NOT_NEEDED: _("Not needed"),
    S.THROUGH: _("Through the federation or a unit"),
}
# The cells of a papers day: word, and the mark that stands before it.
CELLS = {
    at.KEPT: _("kept"),
    at.CHECK: _("to check"),
    at.APPLIED: _("applied, waits"),
    at.REFUSED: _("came back"),
    at.SIGN: _("to sign"),
    at.APPLY: _("to apply"),
    at.PRINT: _("to print"),
    at.MAKE: _("to do"),
    at.MISSING: _("something missing"),
    at.LAPSED: _("run out"),
    at.AFTER: _("after another"),
    at.NOT_NEEDED: _("not needed"),
    at.THROUGH: _("through the federation"),
    at.NOT_ASKED: _("not asked of it"),
}
NAMES_FROM = {"maker": _("The name here"), "bank": _("Bank book"), "seller": _("Bills")}
SIGNED_WORDS = _("Signed, or thumb put")
SHEETS = {
    "form": _("Print the filled form"),
    "proof": _("Print the letter that the group exists"),
    "resolution": _("Print the decision of the meeting"),
}
ENDS = {
    "not_needed": _("Not needed"),
    "federation": _("Only through the federation"),
    "loan": _("Through a licensed unit"),
}
