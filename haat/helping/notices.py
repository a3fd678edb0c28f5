"""What is told of questions, as registered with the operators."""

from django.utils.translation import gettext_noop as _

from haat.messages.notices import ALPHANUMERIC, NUMERIC, Notice, Variable

NUMBER = Variable("question", NUMERIC, "the number of the question", "1234567")
DAY = Variable("day", ALPHANUMERIC, "day and month", "30/11")

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
COMPLAINT_KEPT = Notice(
    "complaint_kept",
    _("Complaint %(question)s is with us. We answer by %(day)s."),
    (NUMBER, DAY),
    about="To the buyer: her complaint has come, its number, and until when it is answered.",
)
COMPLAINT_HEARD = Notice(
    "complaint_heard",
    _("We have read complaint %(question)s. We answer by %(day)s."),
    (NUMBER, DAY),
    about="To the buyer: somebody has read her complaint and works at it.",
)
COMPLAINT_ANSWERED = Notice(
    "complaint_answered",
    _("Complaint %(question)s is answered. Read it on its page."),
    (NUMBER,),
    about="To the buyer: her complaint is answered.",
)
CLIMBED = Notice(
    "help_climbed",
    _("Question %(question)s waits since %(day)s. Please take it up."),
    (NUMBER, DAY),
    about="To whoever takes up a question that nobody answered in time, or that was handed on: the coordinator, the "
    "desk, the grievance officer, the department.",
)
NOTICES = (HEARD, ANSWERED, COMPLAINT_KEPT, COMPLAINT_HEARD, COMPLAINT_ANSWERED, CLIMBED)
