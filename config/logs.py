"""Structured logs on standard error: one line an event, at the level the operator set, nobody's secrets in it.

Haat's own lines come through structlog, those of libraries and of gunicorn through `logging`; both are masked.
"""

import logging
import sys
from typing import Any

import structlog

from haat.core.masking import mask

# A reference and a moment are made here, of figures that mean nobody.
_OURS = ("reference", "timestamp", "level")
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def without_personal_data(_logger: object, _name: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Long numbers, addresses and secret links become dots in every text of the line."""
    for name, value in event.items():
        if name not in _OURS and isinstance(value, str):
            event[name] = mask(value)
    return event


class Masked(logging.Filter):
    """The same for lines written with `logging`: message and traceback are put together and masked here."""

    _formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = mask(self._formatter.formatException(record.exc_info))
            record.exc_info = None
        return True


def for_libraries(level: str) -> dict[str, Any]:
    """Django's LOGGING: warnings of libraries reach standard error, masked.

    A refused address (404, 403) is a line of the request log already; a pool tells every second of an outage what
    the worker and the health page tell once.
    """
    quiet = {"handlers": ["error"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"masked": {"()": Masked}},
        "formatters": {"line": {"format": _FORMAT}},
        "handlers": {
            "error": {"class": "logging.StreamHandler", "filters": ["masked"], "formatter": "line"},
        },
        "root": {"handlers": ["error"], "level": max(logging.WARNING, logging.getLevelNamesMapping()[level.upper()])},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {**quiet, "level": "CRITICAL"},
            "django.security": {**quiet, "level": "ERROR"},
            "psycopg.pool": {**quiet, "level": "ERROR"},
        },
    }


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
