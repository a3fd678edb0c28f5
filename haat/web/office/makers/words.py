"""Words for makers, their papers and their sharing."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.web.office.desk.rooms import Words

MAKER_KINDS: Words = {
    "artisan": _("Artisan"),
    "group": _("Group"),
    "producer_group": _("Producer group"),
}
MAKER_STATES: Words = {"enrolled": _("Not open yet"), "live": _("Selling"), "paused": _("Paused")}
# What a maker lacks → the deed that mends it, the page it is done on, and where on that page.
MENDS: dict[str, tuple["str | Promise", str, str]] = {
    "names": (_("Write the name"), "office:makers:change", ""),
    "members": (_("Choose who leads"), "office:makers:members", ""),
    "phone": (_("Write the number"), "office:makers:change", ""),
    "bank": (_("Write the account down"), "office:makers:maker", "#bank"),
    "pan": (_("Write the paper down"), "office:makers:maker", "#paper"),
}
PAPERS: Words = {
    "pan": _("PAN"),
    "gstin": _("GSTIN"),
    "enrolment": _("GST enrolment number"),
    "fssai": _("FSSAI"),
    "udyam": _("Udyam"),
    "passbook": _("Passbook"),
    "artisan_card": _("Artisan card"),
}
PAPER_STATES: Words = {"given": _("To be looked at"), "accepted": _("Accepted"), "refused": _("Refused")}
SHARE_RULES: Words = {
    "equal": _("Equal parts"),
    "by_work": _("By work done"),
    "by_amounts": _("By amounts agreed"),
}
