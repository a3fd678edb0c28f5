"""Messages leave here."""

from django.db.models import BigIntegerField, QuerySet

from haat.core.jobs import job
from haat.core.prepared import Prepared, Slot
from haat.messages import carriers
from haat.messages.models import Message

# What these say is worth stealing, so it is forgotten once it has left.
SECRET = ("sign_in_code",)


@Prepared
def _messages() -> QuerySet[Message]:
    return Message.objects.filter(pk=Slot("pk", BigIntegerField()))


@job()
def send_message(message_id: int) -> None:
    """Hand a waiting message to the carrier; a message already sent is left alone."""
    message = _messages.get(pk=message_id)
    if message.state == Message.State.SENT:
        return
    carriers.current().send(message.phone, message.body)
    kept = "" if message.template in SECRET else message.body
    Message.objects.filter(pk=message_id).update(state=Message.State.SENT, body=kept)
