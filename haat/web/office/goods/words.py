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
