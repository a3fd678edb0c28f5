"""What every template may use: the mart, the languages, the way the page reads."""

from typing import Any

from django.conf import settings

from haat.core.languages import LANGUAGES, current, spoken
from haat.places.models import Mart
from haat.web.ui.request import Request


def _offered(request: Request, mart: Mart | None) -> list[str]:
    """The languages to choose from: on a maker's phone all of the mart's, elsewhere those that are whole."""
    codes = mart.languages if mart else list(LANGUAGES)
    if not request.path.startswith("/maker/"):
        codes = spoken(codes)
    return codes if current() in codes or current() not in LANGUAGES else [*codes, current()]


def page(request: Request) -> dict[str, Any]:
    """`mart`, `language` (Language), `languages` offered here, `demo`, `reference`."""
    mart = getattr(request, "mart", None)
    offered = _offered(request, mart)
    return {
        "mart": mart,
        "language": LANGUAGES[current()],
        "offered": [LANGUAGES[code] for code in offered],
        "demo": settings.DEMO,
        "reference": getattr(request, "reference", ""),
    }
