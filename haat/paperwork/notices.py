"""What makers are told of their papers, as registered with the operators: two variables at most, never side by side."""

from django.utils.translation import gettext_noop as _

from haat.messages.notices import ALPHANUMERIC, Notice, Variable

PAPER = Variable("paper", ALPHANUMERIC, "the paper’s short name", "इंडिया हैंडमेड का खाता")
DAY = Variable("day", ALPHANUMERIC, "a day and month", "31/12")
PLACE = Variable("place", ALPHANUMERIC, "where the desk stands", "सारठ ब्लॉक सभा भवन")
DUTY = Notice(
    "paper_due",
    _("%(paper)s: the last day is %(day)s. See in the app."),
    (PAPER, DAY),
    about="To a maker, or who keeps a federation’s accounts: a paper runs out, or has to be paid for, by a day.",
)
CAMP = Notice(
    "papers_day",
    _("Papers day on %(day)s at %(place)s. Your list is in the app."),
    (DAY, PLACE),
    about="To a maker who has a turn at a papers day: when and where.",
)
CALLED_OFF = Notice(
    "papers_day_off",
    _("There is no papers day on %(day)s at %(place)s."),
    (DAY, PLACE),
    about="To a maker who was told of a papers day: it does not take place.",
)
GRANTED = Notice(
    "paper_came",
    _("%(paper)s has come, and counts. See it in the app."),
    (PAPER,),
    about="To a maker: a paper that was applied for has come and was checked.",
)
REFUSED = Notice(
    "paper_refused",
    _("%(paper)s came back. What to do is in the app."),
    (PAPER,),
    about="To a maker: an office sent back what was applied for.",
)
NOTICES = (DUTY, CAMP, CALLED_OFF, GRANTED, REFUSED)
