"""How far a group is, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STAGES: "Mapping[str, str | Promise]" = {
    "sells": _("sells"),
    "good": _("no good yet"),
    "bank": _("bank account"),
    "leader": _("a leader"),
    "paper": _("a tax paper"),
    "desk": _("the desk’s look"),
    "paused": _("is paused"),
    "never": _("never asked"),
}
