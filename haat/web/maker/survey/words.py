"""Words of the answers that are chosen and not typed."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SELLS: "dict[str, str | Promise]" = {
    "nowhere": _("Nowhere, for the house"),
    "home": _("At home, to neighbours"),
    "haat": _("At the weekly market"),
    "trader": _("To a trader who comes"),
    "town": _("In a shop in town"),
    "group": _("Through her group"),
    "online": _("By phone or on the net"),
}
