"""What channels tell makers, as registered with the operators."""

from django.utils.translation import gettext_noop as _

from haat.core.personal import MESSAGES
from haat.messages.notices import NUMERIC, Notice, Variable

ASKED = Notice(
    "goods_asked",
    _("%(count)s questions about your goods wait in the app. Answer them there."),
    (Variable("count", NUMERIC, "how many questions wait", "120"),),
    about="To the maker: marketplaces ask something about her goods that only she can say.",
    asks=(MESSAGES,),
)
NOTICES = (ASKED,)
