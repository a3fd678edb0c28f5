"""Words of the room."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "export": _("A copy of her data"),
    "correct": _("Something to mend"),
    "erase": _("To be erased"),
    "complain": _("A complaint"),
}
STATES = {
    "open": _("To answer"),
    "agreed": _("First yes given"),
    "done": _("Done"),
    "refused": _("Not done"),
    "taken_back": _("Taken back by her"),
}
CAMES = {"phone": _("from her phone"), "shop": _("from the shop"), "desk": _("at the desk")}
