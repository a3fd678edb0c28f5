"""What the catalogue tells makers, as registered with the operators."""

from django.utils.translation import gettext_noop as _

from haat.core.personal import MESSAGES
from haat.messages.notices import ALPHANUMERIC, Notice, Variable

GOOD = Variable("good", ALPHANUMERIC, "the name of what she makes", "हाथ से बुनी बाँस की टोकरी")
APPROVED = Notice(
    "good_approved",
    _("%(good)s is now in the shop. Well made!"),
    (GOOD,),
    about="To the maker: the desk has approved what she listed.",
    asks=(MESSAGES,),
)
SENT_BACK = Notice(
    "good_sent_back",
    _("%(good)s needs one more look from you."),
    (GOOD,),
    about="To the maker: the desk asks her to mend what she listed.",
)
CHANGE_ACCEPTED = Notice(
    "change_accepted",
    _("%(good)s: buyers see your change now."),
    (GOOD,),
    about="To the maker: the desk has accepted a new name or picture of what she sells.",
    asks=(MESSAGES,),
)
CHANGE_SENT_BACK = Notice(
    "change_sent_back",
    _("%(good)s stays as it was. Your phone says why."),
    (GOOD,),
    about="To the maker: the desk did not take a new name or picture of what she sells.",
)
CRAFT = Variable("craft", ALPHANUMERIC, "the name of a craft", "झाड़ू और घर का सामान")
CRAFT_THERE = Notice(
    "craft_there",
    _("%(craft)s is on the list of crafts now. Add your good."),
    (CRAFT,),
    about="To the maker: the desk has added the craft she asked for.",
    asks=(MESSAGES,),
)
CRAFT_REFUSED = Notice(
    "craft_refused",
    _("The craft you asked for cannot be sold here yet. The desk will call you."),
    about="To the maker: the desk has not added the craft she asked for.",
)
NOTICES = (APPROVED, SENT_BACK, CHANGE_ACCEPTED, CHANGE_SENT_BACK, CRAFT_THERE, CRAFT_REFUSED)
