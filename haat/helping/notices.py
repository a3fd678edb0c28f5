"""What is told of questions, as registered with the operators."""

from django.utils.translation import gettext_noop as _

from haat.messages.notices import Notice

HEARD = Notice(
    "help_heard",
    _("The desk has heard your question, and will answer you."),
    about="To the maker: the desk has heard what she asked.",
)
ANSWERED = Notice(
    "help_answered",
    _("The desk has answered your question. Read it in the app."),
    about="To the maker: the desk has answered what she asked.",
)
NOTICES = (HEARD, ANSWERED)
