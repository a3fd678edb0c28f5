"""The desk has a message sent again: a new round, with every sender in its turn."""

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.jobs import enqueue
from haat.core.locks import hold
from haat.core.rows import update
from haat.messages.errors import NothingToSend, OnItsWay
from haat.messages.models import Message
from haat.messages.queries import may_go_again


@transaction.atomic
def send_again(message: Message, *, by: Actor) -> Message:
    """Send a message once more, by whoever carries it now; its life begins anew.

    Raises OnItsWay while it waits, NothingToSend when its words were secret and are forgotten, or older than notices.
    """
    message = hold(message)
    if message.state == Message.State.WAITING:
        raise OnItsWay
    if not may_go_again(message):
        raise NothingToSend
    before = message.state
    message.state, message.reason, message.sender = Message.State.WAITING, "", ""
    message.again, message.again_at = message.again + 1, timezone.now()
    update(message, "state", "reason", "sender", "again", "again_at")
    key = f"message:{message.pk}:again:{message.again}"
    enqueue("messages.send_message", key=key, message_id=message.pk)
    record("messages.sent_again", message, by=by, notice=message.template, before=before)
    return message
