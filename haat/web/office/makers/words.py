"""Words for makers, their papers and their sharing."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.languages import best
from haat.makers.data import paper_kinds
from haat.web.office.desk.rooms import Owned, Words

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
PAPERS: Words = Owned(lambda: {row["slug"]: best(row["names"]).text for row in paper_kinds()})
# What is with a paper that goods wait for (`makers.paper_rules`).
LACKS: Words = {
    "missing": _("not given"),
    "expired": _("has run out"),
    "not_yet": _("holds only later"),
    "refused": _("was refused"),
    "unchecked": _("waits for a look"),
    "claimed_without": _("a word claims it"),
}
PAPER_STATES: Words = {"given": _("To be looked at"), "accepted": _("Accepted"), "refused": _("Refused")}
SHARE_RULES: Words = {
    "equal": _("Equal parts"),
    "by_work": _("By work done"),
    "by_amounts": _("By amounts agreed"),
}
