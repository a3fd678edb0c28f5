"""What this room holds of people (see `core.personal`)."""

from django.utils.translation import gettext_lazy as _

from haat.core.personal import BLANK, KEEP, MEMBER, MESSAGES, Excused, Holds
from haat.messages.actions.forgetting import forget_messages

PERSONAL = (
    Holds(
        model="haat_messages.message",
        what=_("Messages to the phone"),
        fields=("user", "phone", "body", "values", "made_at"),
        whose=MEMBER,
        purposes=(MESSAGES,),
        keeps="messages",
        erase=BLANK,
        reach={"user": "user", "phone": "phone"},
        stays=("made_at",),
        eraser=forget_messages,
    ),
    Holds(
        model="haat_messages.attempt",
        what=_("Words that left by a sender"),
        fields=("text",),
        whose=MEMBER,
        purposes=(MESSAGES,),
        keeps="messages",
        erase=KEEP,  # goes with its message
        reach={"user": "message__user", "phone": "message__phone"},
        mart="message__mart",
    ),
    Excused("haat_messages.message", {"reason": "a word for why it failed"}),
    Excused("haat_messages.attempt", {"said": "what the gateway answered"}),
    Excused("haat_messages.report", {"said": "what the gateway reported"}),
)
