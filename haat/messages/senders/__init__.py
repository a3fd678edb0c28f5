"""How a message leaves: one module a sender, each with `send(phone, body) -> None` that raises to be retried."""

from importlib import import_module
from typing import Protocol, cast

from django.conf import settings


class Sender(Protocol):
    """Sends one text to one phone (E.164); raises when it should be tried again."""

    def send(self, phone: str, body: str) -> None: ...


def current() -> Sender:
    """The sender the installation is set to (HAAT_SMS_SENDER)."""
    return cast(Sender, import_module(f"haat.messages.senders.{settings.SMS_SENDER}"))
