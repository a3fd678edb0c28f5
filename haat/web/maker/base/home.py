"""The front page: a tile for every room, one number and two lines that say what to do."""

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from haat.web.maker.base.acting import belongs, for_maker, helps_unproven, page
from haat.web.maker.base.request import Request
from haat.web.maker.base.rooms import rooms


@require_safe
def home(request: Request) -> HttpResponse:
    """The first page; who works for no maker begins in the room that is hers."""
    begun = (room.begins(request) for room in rooms().values() if room.begins is not None)
    first = next(filter(None, begun), "")
    if first and not (belongs(request) or helps_unproven(request.user, request.mart)):
        return redirect(first)
    return _home(request)


@for_maker
def _home(request: Request) -> HttpResponse:
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
