"""By which senders a person may be told things: those that ask first, once she has said yes to them."""

from haat.messages.models import Message
from haat.messages.notices import Notice
from haat.messages.sender import Sender, switched_on
from haat.people.queries import phone_agreed, phone_said_no
from haat.places.models import Mart


def notice_of(sender: Sender, mart: Mart) -> str:
    """The name under which a yes to this sender is kept: it was said to one mart."""
    return f"{sender.slug}-{mart.slug}"[:60]


def permitted(message: Message, sender: Sender) -> bool:
    """Whether who has this phone may be told by this sender; one query, of senders that ask first."""
    if sender.asks_first is None:
        return True
    return message.mart is not None and phone_agreed(message.phone, notice_of(sender, message.mart))


def refused_by_her(message: Message, notice: Notice) -> bool:
    """Whether she said no to what this is for; nobody is asked where the law, an order or money needs it."""
    return bool(notice.asks) and phone_said_no(message.phone, notice.asks, message.mart_id)


def asking() -> list[Sender]:
    """The senders that are on and ask first."""
    return [sender for sender in switched_on() if sender.asks_first is not None]
