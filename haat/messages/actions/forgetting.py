"""What was told somebody is forgotten: nothing waits for her any more, and no words are kept."""

from collections.abc import Sequence

from django.db import transaction

from haat.core.actor import Actor
from haat.core.locks import hold_all
from haat.core.rows import update
from haat.messages.actions.fates import FORGOTTEN
from haat.messages.models import Attempt, Message


@transaction.atomic
def forget_messages(keys: Sequence[int], by: Actor) -> None:
    """Phone and words of these messages go; one that waits leaves no more. Told twice it counts once."""
    for message in hold_all(Message.objects.filter(pk__in=keys)):
        if message.state == Message.State.WAITING:
            message.state, message.reason = Message.State.FAILED, FORGOTTEN
        message.phone, message.body, message.values, message.user = "", "", {}, None
        update(message, "state", "reason", "phone", "body", "values", "user")
    Attempt.objects.filter(message__in=keys).update(text="")
