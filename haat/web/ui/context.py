"""What every template may use: the mart, the languages, the way the page reads."""

from typing import Any

from django.conf import settings

from haat.core.languages import LANGUAGES, current
from haat.web.ui.request import Request


def page(request: Request) -> dict[str, Any]:
    """`mart`, `language` (Language), `languages` offered here, `demo`, `reference`."""
    mart = getattr(request, "mart", None)
    offered = mart.languages if mart else list(LANGUAGES)
    return {
        "mart": mart,
        "language": LANGUAGES[current()],
        "offered": [LANGUAGES[code] for code in offered],
        "demo": settings.DEMO,
        "reference": getattr(request, "reference", ""),
    }
