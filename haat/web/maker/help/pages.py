"""Help: what we told her, whom to call, and how things are done."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from haat.messages.actions import mark_read
from haat.messages.queries import told
from haat.people.queries import coordinator_near
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request

MOST_MESSAGES = 20


@require_safe
@for_maker
def help_page(request: Request) -> HttpResponse:
    """Messages (now read), the coordinator of her block, the desk, and five ways of doing things."""
    maker, user = request.acting.maker, request.user
    messages = list(told(user)[:MOST_MESSAGES])
    if any(message.read_at is None for message in messages):
        mark_read(user)
    return page(request, "help/help", told=messages, coordinator=coordinator_near(maker.mart, maker.block))
