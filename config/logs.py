"""Structured logs on standard error: one line an event, at the level the operator set."""

import logging
import re
import sys

import structlog

# What a database says of a row it refuses may hold a phone, an account or an address.
_PERSONAL = re.compile(r"(?:\+91)?[0-9]{8,18}|[\w.+-]+@[\w-]+(?:\.[\w-]+)*")


def without_personal_data(_logger: object, _name: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Long numbers and addresses in the text of an exception become dots."""
    if "exception" in event:
        event["exception"] = _PERSONAL.sub("…", event["exception"])
    return event


def configure(level: str, *, plain: bool) -> None:
    """Lines for people when `plain` (a terminal), JSON for machines otherwise."""
    renderer: structlog.types.Processor = (
        structlog.dev.ConsoleRenderer(colors=False) if plain else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            without_personal_data,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
