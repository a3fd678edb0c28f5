"""What a coordinator is told of her groups in waves, as registered with the operators."""

from django.utils.translation import gettext_noop as _

from haat.messages.notices import ALPHANUMERIC, NUMERIC, Notice, Variable

STUCK = Notice(
    "wave_stuck",
    _("%(count)s groups wait beyond their day. First see %(group)s."),
    (
        Variable("count", NUMERIC, "how many groups wait", "120"),
        Variable("group", ALPHANUMERIC, "the group that waits longest", "Jai Maa Durga mahila"),
    ),
    about="To a coordinator, once a week: how many of her groups in waves are stuck, and which the longest.",
)
NOTICES = (STUCK,)
