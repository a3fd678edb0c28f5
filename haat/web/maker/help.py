"""Help: what we told her, whom to call, and how things are done."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from haat.makers.models import Maker
from haat.messages.actions import mark_read
from haat.messages.models import Message
from haat.people.models import Role, User
from haat.places.models import STEP
from haat.web.maker.acting import for_maker, page
from haat.web.maker.request import Request

MOST_MESSAGES = 20


@require_safe
@for_maker
def help_page(request: Request) -> HttpResponse:
    """Messages (now read), the coordinator of her block, the desk, and five ways of doing things."""
    maker, user = request.acting.maker, request.user
    told = Message.objects.filter(user=user).exclude(template="sign_in_code").order_by("-pk")
    messages = list(told[:MOST_MESSAGES])
    if any(message.read_at is None for message in messages):
        mark_read(user)
    return page(request, "help", told=messages, coordinator=coordinator_of(maker))


def coordinator_of(maker: Maker) -> User | None:
    """The coordinator nearest to the maker: of her block, else of a place above it."""
    path = maker.block.path
    above = [path[:end] for end in range(STEP, len(path) + 1, STEP)]
    held = Role.objects.filter(mart=maker.mart, kind=Role.Kind.COORDINATOR, user__is_active=True)
    role = held.filter(place__path__in=above).select_related("user").order_by("-place__path", "pk").first()
    return role.user if role else None
