"""Answers that others got, by what they are about; each is read aloud."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from haat.core.languages import current
from haat.helping.queries import faqs_for
from haat.helping.words import SUBJECT_WORDS
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.maker.help.pages import DRAWN


@require_safe
@for_maker
def answers(request: Request) -> HttpResponse:
    """What the mart has published, in her language or the nearest."""
    found = faqs_for(request.mart, current())
    groups = [(SUBJECT_WORDS[subject], f"lessons/{DRAWN[subject]}.svg", rows) for subject, rows in found]
    return page(request, "help/answers", groups=groups)
