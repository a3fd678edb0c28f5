"""Words for organisations, and for what keeps a maker from selling."""

from django.utils.translation import gettext_lazy as _

from haat.catalogue.standing import BANK, DESK, GOOD, LEADER, PAPER, PAUSED, SELLS
from haat.web.office.desk.rooms import Words

KINDS: Words = {"federation": _("Federation"), "village": _("Village organisation")}
WHYS: Words = {
    SELLS: _("sells"),
    GOOD: _("no good in the shop"),
    BANK: _("no bank account"),
    LEADER: _("no leader"),
    PAPER: _("no tax paper"),
    DESK: _("the desk has not opened her"),
    PAUSED: _("paused"),
}
