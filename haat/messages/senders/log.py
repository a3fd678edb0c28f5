"""Writes that a message would have gone out, with the phone masked and no body: for the demonstration and tests."""

import structlog

from haat.core.identifiers import mask_phone

log = structlog.get_logger("haat.messages")


def send(phone: str, body: str) -> None:
    log.info("message", phone=mask_phone(phone), characters=len(body))
