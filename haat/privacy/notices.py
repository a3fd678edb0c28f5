"""What is told of privacy by message, as registered with the operators: what the law asks goes out in any case."""

from django.utils.translation import gettext_noop as _

from haat.messages.notices import CALL_BACK, Notice, Variable

DESK = Variable("desk", CALL_BACK, "the mart's registered number", "9876543210")
BREACH = Notice(
    "privacy_breach",
    _("Others may have seen data of yours that we keep. To know what to do, call %(desk)s."),
    (DESK,),
    about="To a person whose data came into hands it was not for (DPDP Act, section 8(6)).",
)
READY = Notice(
    "privacy_ready",
    _("The copy of what we keep of you is ready for 7 days. Sign in to take it."),
    about="To a person who asked what is kept of her: the copy can be taken.",
)
ANSWERED = Notice(
    "privacy_answered",
    _("What you asked about your data is answered. Sign in to read it."),
    about="To a person who asked for something to be mended, or complained: the answer is there.",
)
NOTICES = (BREACH, READY, ANSWERED)
