"""Words of what a find says by a choice and not in letters."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Where she sells now (`Find.Sells`).
SELLS: "dict[str, str | Promise]" = {
    "nowhere": _("Nowhere, for the house"),
    "home": _("At home, to neighbours"),
    "haat": _("At the weekly market"),
    "trader": _("To a trader who comes"),
    "town": _("In a shop in town"),
    "group": _("Through her group"),
    "online": _("By phone or on the net"),
}
