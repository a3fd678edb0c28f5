"""What makers ask has a room of its own; messages from before lead here."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from haat.web.ui.gate import office
from haat.web.ui.request import Request


@require_safe
@office("answer_makers")
def questions(request: Request) -> HttpResponse:
    """To the list."""
    return redirect("office:helping:list")


@require_safe
@office("answer_makers")
def question(request: Request, pk: int) -> HttpResponse:
    """To one question, where it is said whether the reader may see it."""
    return redirect("office:helping:question", pk)
