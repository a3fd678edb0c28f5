"""The WSGI application gunicorn serves."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_django = get_wsgi_application()

from haat.web.shop.base import front  # noqa: E402 - models can be read now


def without_charset(content_type: str) -> str:
    """The type and its other parameters. Django reads the query in that charset, and fails before any page can answer.

    Our pages are UTF-8, and so is what comes from them, whatever its sender calls it.
    """
    first, *more = content_type.split(";")
    return ";".join([first, *(each for each in more if not each.strip().lower().startswith("charset"))])


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A kept page at once; else Django, with the one header it cannot bear made harmless."""
    kept = front.answer(environ, start_response)
    if kept is not None:
        return kept
    environ["CONTENT_TYPE"] = without_charset(environ.get("CONTENT_TYPE", ""))
    return front.remember(environ, _django(environ, start_response))
