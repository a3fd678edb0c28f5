"""The front page: a tile for every room, one number and two lines that say what to do."""

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.maker.base.rooms import rooms


@require_safe
@for_maker
def home(request: Request) -> HttpResponse:
    """The first page."""
    tiles = [room.tile(request) for room in rooms().values() if room.tile is not None]
    cards = [card for room in rooms().values() if room.card is not None and (card := room.card(request)) is not None]
    return page(request, "home", tiles=tiles, cards=cards, name=request.user.name)


@require_safe
@for_maker
def kept(request: Request) -> HttpResponse:
    """What she did without net and what became of it, as the phone knows it."""
    return page(request, "kept")


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End the session and ask for the next person's number; the phone forgets the pages it kept."""
    logout(request)
    return redirect("ui:sign_in")
