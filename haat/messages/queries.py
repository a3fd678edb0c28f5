"""Reading what people were told."""

from django.db.models import QuerySet

from haat.messages.models import SIGN_IN_CODE, Message
from haat.people.models import User


def told(user: User) -> QuerySet[Message]:
    """What a person was told, the newest first; codes to sign in with are nobody's reading."""
    return Message.objects.filter(user=user).exclude(template=SIGN_IN_CODE).order_by("-pk")


def unread(user: User) -> int:
    """How much of that she has not read."""
    return told(user).filter(read_at=None).order_by().count()
