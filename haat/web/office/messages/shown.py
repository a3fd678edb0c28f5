"""A message as the desk may see it: its phone masked, and nothing of a secret."""

from dataclasses import dataclass

from haat.core.identifiers import mask_phone
from haat.core.languages import current
from haat.messages.models import Message
from haat.messages.notices import Notice, get
from haat.messages.sender import find
from haat.web.office.messages.words import REASONS


@dataclass(frozen=True)
class Shown:
    """One row of the list."""

    message: Message
    phone: str
    title: str
    text: str
    language: str
    sender: str
    reason: str

    @staticmethod
    def title_of(name: str) -> str:
        """What a notice is called at the desk: its words, with dots in the slots."""
        notice = get(name)
        if notice is None:
            return name
        worded = notice.in_language(current())
        return notice.registered(worded, None, "…")


def shown(message: Message) -> Shown:
    """This message, for a page."""
    notice = get(message.template)
    sender = find(message.sender) if message.sender else None
    text, language = _words(message, notice)
    return Shown(
        message=message,
        phone=mask_phone(message.phone),
        title=Shown.title_of(message.template),
        text=text,
        language=language,
        sender=str(sender.title) if sender else message.sender,
        reason=str(REASONS.get(message.reason, message.reason)),
    )


def _words(message: Message, notice: Notice | None) -> tuple[str, str]:
    """The words that left and their language, with dots for what is secret; of what has not left, those that would.

    What is older than notices shows its own.
    """
    if left := getattr(message, "left_text", None):
        return left, getattr(message, "left_language", "") or message.language
    if notice is None:
        return message.body, message.language
    worded = notice.in_language(message.language, message.mart)
    if notice.secret or message.values:
        return notice.veiled(worded, message.values, message.mart), worded.language
    return message.body, message.language
