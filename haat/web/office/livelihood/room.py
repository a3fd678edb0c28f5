"""Work and earnings: days of work, households reached and what was earned through Haat, each with its road."""

from django.utils.translation import gettext_lazy as _

from haat.web.office.desk.rooms import Field, Room
from haat.web.office.livelihood.words import OFTEN, RANGES, RULES

ROOM = Room(
    title=_("Work and earnings"),
    order=83,
    kept=True,
    first="office:livelihood:district",
    deed="see_livelihood",
    words={"day_rule": RULES, "month_range": RANGES, "how_often": OFTEN},
    events={"livelihood.day_rule_set": _("A day of work is counted by another rule")},
    fields={"livelihood.day_rule": Field(_("A day of work"), "word:day_rule")},
)
