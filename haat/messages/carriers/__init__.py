"""How a message leaves: one module a carrier, each with `send(phone, body) -> None` that raises to be retried."""

from importlib import import_module
from typing import Protocol, cast

from django.conf import settings


class Carrier(Protocol):
    """Sends one text to one phone (E.164); raises when it should be tried again."""

    def send(self, phone: str, body: str) -> None: ...


def current() -> Carrier:
    """The carrier the installation is set to (HAAT_SMS_CARRIER)."""
    return cast(Carrier, import_module(f"haat.messages.carriers.{settings.SMS_CARRIER}"))
