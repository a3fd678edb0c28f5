"""Messages leave here."""

from django.db.models import BigIntegerField, QuerySet

from haat.core.jobs import job
from haat.core.prepared import Prepared, Slot
from haat.messages import senders
from haat.messages.actions import mark_sent
from haat.messages.models import Message


@Prepared
def _messages() -> QuerySet[Message]:
    return Message.objects.filter(pk=Slot("pk", BigIntegerField()))


@job("messages.send_message")
def send_message(message_id: int) -> None:
    """Hand a waiting message to the sender; a message already sent is left alone."""
    message = _messages.get(pk=message_id)
    if message.state == Message.State.SENT:
        return
    senders.current().send(message.phone, message.body)
    mark_sent(message)
