"""Tell people things, once per cause; senders are reached after commit, by the worker."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from haat.core.jobs import enqueue, enqueue_many
from haat.core.languages import best, current
from haat.core.rows import insert_new
from haat.messages.errors import NobodyGetsCodes
from haat.messages.models import Message
from haat.messages.notices import CALL_BACK, SIGN_IN, every
from haat.messages.queries import cause_of_code, codes_arrive
from haat.people.actions import make_code
from haat.people.models import User
from haat.people.queries import newest_code
from haat.people.tries import Caller
from haat.places.models import Mart


@transaction.atomic
def tell(
    phone: str,
    *,
    template: str,
    language: str,
    body: str,
    values: Mapping[str, str],
    cause: str,
    mart: Mart | None = None,
    user: User | None = None,
    link: str = "",
) -> Message:
    """Queue a message to a phone: the notice `template`, filled with `values`; the same `cause` tells once.

    Raises LookupError for a notice that no room declares, or without a value it needs.
    """
    message = Message(
        mart=mart,
        user=user,
        phone=phone,
        template=template,
        language=language,
        body=body,
        values=dict(values),
        link=link,
        cause=cause,
    )
    _check(message)
    if not insert_new([message]):
        return Message.objects.get(cause=cause)
    enqueue("messages.send_message", key=f"message:{message.pk}", message_id=message.pk)
    return message


@transaction.atomic
def tell_many(messages: Sequence[Message]) -> None:
    """Queue messages that are not written yet; one whose `cause` was told before is passed over. Two statements.

    Raises LookupError as `tell` does.
    """
    if not messages:
        return
    for message in messages:
        _check(message)
    if insert_new(messages) == len(messages):
        keys = [message.pk for message in messages]
    else:
        # Which were there the database does not say. Who was told already is told nothing again by the sending.
        causes = [message.cause for message in messages]
        keys = list(Message.objects.filter(cause__in=causes).order_by("pk").values_list("pk", flat=True))
    enqueue_many([("messages.send_message", {"message_id": key}, f"message:{key}") for key in keys])


def _check(message: Message) -> None:
    """A message is of a notice that is declared, and holds what its words need and nothing else."""
    notice = every().get(message.template)
    if notice is None:
        raise LookupError(f"no room declares the notice {message.template!r}: add it to a notices.py")
    names = [variable.name for variable in notice.variables]
    if lacking := [name for name in names if not message.values.get(name)]:
        raise LookupError(f"{message.template} was told without {', '.join(lacking)}")
    message.values = {name: message.values[name] for name in names}
    for variable in notice.variables:
        called = message.values[variable.name]
        if variable.tag == CALL_BACK and message.mart is not None and called != message.mart.phone:
            raise LookupError(f"{message.template} names a number to call that is not the mart's")


def send_code(phone: str, *, mart: Mart, purpose: str, caller: Caller) -> str:
    """A code to sign in with goes to a phone, in the language spoken now; answers it too.

    Raises NobodyGetsCodes where no sender is set up (the demonstration shows it on the page), TooManyTries.
    """
    if not codes_arrive(mart):
        raise NobodyGetsCodes(mart.phone)
    code = make_code(phone, mart=mart, purpose=purpose, caller=caller)
    row = newest_code(phone, purpose=purpose, browser=caller.browser)
    body = _("Your code for %(mart)s is %(code)s. It works for ten minutes. Tell it to nobody.") % {
        "mart": best(mart.names).text,
        "code": code,
    }
    values, cause = {"code": code}, cause_of_code(row)
    tell(phone, template=SIGN_IN.name, language=current(), body=body, values=values, cause=cause, mart=mart)
    return code


def mark_read(user: User, *, shown: Iterable[Message]) -> int:
    """The person has seen these of her messages, and no others; answers how many were new. One statement."""
    keys = [message.pk for message in shown]
    return Message.objects.filter(pk__in=keys, user=user, read_at=None).update(read_at=timezone.now())


def mark_seen(causes: Collection[str]) -> int:
    """Somebody of theirs has looked at what these messages speak of, whoever they were told; answers how many were new.

    One statement.
    """
    return Message.objects.filter(cause__in=causes, read_at=None).update(read_at=timezone.now())
