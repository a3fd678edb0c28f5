"""Tell people things, once per cause; senders are reached after commit, by the worker."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from haat.core.jobs import enqueue, enqueue_many
from haat.core.languages import current
from haat.core.rows import insert_new, update
from haat.messages.models import SIGN_IN_CODE, Message
from haat.people.actions import make_code
from haat.people.models import User
from haat.people.queries import newest_code
from haat.people.tries import Caller
from haat.places.models import Mart

# What these say is worth stealing.
SECRET = (SIGN_IN_CODE,)


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
    enqueue("messages.send_message", key=f"message:{message.pk}", message_id=message.pk)
    return message


@transaction.atomic
def tell_many(messages: Sequence[Message]) -> None:
    """Queue messages that are not written yet; one whose `cause` was told before is passed over. Two statements."""
    if not messages:
        return
    if insert_new(messages) == len(messages):
        keys = [message.pk for message in messages]
    else:
        # Which were there the database does not say. Who was told already is told nothing again by the sending.
        causes = [message.cause for message in messages]
        keys = list(Message.objects.filter(cause__in=causes).order_by("pk").values_list("pk", flat=True))
    enqueue_many([("messages.send_message", {"message_id": key}, f"message:{key}") for key in keys])


def mark_sent(message: Message) -> None:
    """The sender took it. Its words are forgotten when they are worth stealing: nobody needs them any more."""
    message.state = Message.State.SENT
    message.body = "" if message.template in SECRET else message.body
    update(message, "state", "body")


def send_code(phone: str, *, mart: Mart, purpose: str, caller: Caller) -> str:
    """A code to sign in with goes to a phone, in the language spoken now; answers it too.

    Raises TooManyTries.
    """
    code = make_code(phone, purpose=purpose, caller=caller)
    row = newest_code(phone, purpose=purpose, browser=caller.browser)
    body = _("Your code for %(mart)s is %(code)s. It works for ten minutes. Tell it to nobody.") % {
        "mart": mart.names.get(current()) or mart.names.get("en", ""),
        "code": code,
    }
    tell(phone, template=SIGN_IN_CODE, language=current(), body=body, cause=f"code:{row.pk}", mart=mart)
    return code


def mark_read(user: User) -> int:
    """The person has seen her messages; answers how many were new."""
    return Message.objects.filter(user=user, read_at=None).update(read_at=timezone.now())
