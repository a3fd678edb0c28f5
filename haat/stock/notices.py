"""What stock tells makers, as registered with the operators."""

from django.utils.translation import gettext_noop as _

from haat.messages.notices import ALPHANUMERIC, NUMERIC, Notice, Variable

PIECES = Variable("pieces", NUMERIC, "how many", "12345")
GOOD = Variable("good", ALPHANUMERIC, "the name of what she makes", "बाँस की टोकरी बड़ी")
MISSING = Notice(
    "pieces_lost",
    _("%(good)s: %(pieces)s did not come and are off your count."),
    (GOOD, PIECES),
    about="To the maker: pieces that were sent did not come.",
)
SPOILT = Notice(
    "pieces_spoilt",
    _("%(good)s: %(pieces)s came spoilt and are off your count."),
    (GOOD, PIECES),
    about="To the maker: pieces that were sent came spoilt.",
)
NOTICES = (MISSING, SPOILT)
