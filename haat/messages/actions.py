"""Tell people things, once per cause; carriers are reached after commit, by the worker."""

from django.db import transaction
from django.utils import timezone

from haat.core.jobs import enqueue
from haat.core.rows import insert_new
from haat.messages.jobs import send_message
from haat.messages.models import Message
from haat.people.models import User
from haat.places.models import Mart


@transaction.atomic
def tell(
    phone: str,
    *,
    template: str,
    language: str,
    body: str,
    cause: str,
    mart: Mart | None = None,
    user: User | None = None,
    link: str = "",
) -> Message:
    """Queue a message to a phone; the same `cause` tells once."""
    message = Message(
        mart=mart, user=user, phone=phone, template=template, language=language, body=body, link=link, cause=cause
    )
    if not insert_new([message]):
        return Message.objects.get(cause=cause)
    enqueue(send_message, key=f"message:{message.pk}", message_id=message.pk)
    return message


def mark_read(user: User) -> int:
    """The person has seen her messages; answers how many were new."""
    return Message.objects.filter(user=user, read_at=None).update(read_at=timezone.now())
