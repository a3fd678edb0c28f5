"""Pictures for marketplaces: having one laid on white, the look at what came out, and what a person sees on one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue.models import Good
from haat.core.models import Picture
from haat.people.rules import can
from haat.studio import actions as studio
from haat.studio.models import WhitePicture
from haat.studio.queries import photos_to_look_at, whites_at, whites_to_look_at, with_goods
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import paged
from haat.web.office.desk.page import act, back_to, here, page
from haat.web.office.goods.mend import good_here
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

ROWS = 8


@require_safe
@office("see_goods")
def whites(request: Request) -> HttpResponse:
    """What was laid on white and nobody has looked at, beside the picture itself; the longest waiting first."""
    blocks = Blocks(request, here(request, "see_goods"))
    found = paged(request, with_goods(whites_to_look_at(request.mart, blocks.place)), "asked_at", size=ROWS)
    making = whites_at(request.mart, blocks.place).filter(state=WhitePicture.State.ASKED).count()
    rows = [
        {
            "white": white,
            "may": can(request.user, "change_goods", mart=request.mart, place=white.good.maker.block),
        }
        for white in found.rows
    ]
    unlooked = photos_to_look_at(request.mart, blocks.place).count()
    context: dict[str, Any] = {"blocks": blocks, "listing": found, "rows": rows, "making": making, "unlooked": unlooked}
    return page(request, "goods/whites", **context)


def _white(request: Request, pk: int) -> WhitePicture:
    """The picture on white, when its maker lies within the reader's scope; 404 otherwise."""
    return one_or_404(whites_at(request.mart, here(request, "change_goods")), pk=pk)


@require_POST
@office("change_goods")
def use_white(request: Request, pk: int) -> HttpResponse:
    """Marketplaces see it first from now on."""
    white, seen = _white(request, pk), request.POST.get("seen", "")[:64]
    act(
        request,
        lambda: studio.use_white(white, seen=seen, by=actor(request)),
        done=_("Used on white. Marketplaces get this one first; the shop shows the picture as it is."),
    )
    return _back(request, white)


@require_POST
@office("change_goods")
def refuse_white(request: Request, pk: int) -> HttpResponse:
    """The picture stays as it is, everywhere."""
    white = _white(request, pk)
    act(request, lambda: studio.refuse_white(white, by=actor(request)), done=_("Kept as it is."))
    return _back(request, white)


def _back(request: Request, white: WhitePicture) -> HttpResponse:
    """To the list, or to the good's own page when the form stood there."""
    if request.POST.get("at") == "good":
        return _to_pictures(white.good_id)
    return back_to(request, "office:goods:whites")


def _to_pictures(good_id: int) -> HttpResponse:
    return redirect(f"{reverse('office:goods:mend', args=[good_id])}#pictures")


def _picture(good: Good, pk: int) -> Picture:
    found = next((photo.picture for photo in good.photos.all() if photo.picture_id == pk), None)
    if found is None:
        raise Http404
    return found


@require_POST
@office("change_goods")
def ask_white(request: Request, pk: int, picture: int) -> HttpResponse:
    """Have a picture laid on white."""
    good = good_here(request, "change_goods", pk)
    found = _picture(good, picture)
    act(
        request,
        lambda: studio.ask_white(good, picture=found, by=actor(request)),
        done=_("It is being laid on white. In some minutes it waits for your look under “Pictures for marketplaces”."),
    )
    return _to_pictures(pk)


@require_POST
@office("change_goods")
def letters(request: Request, pk: int, picture: int) -> HttpResponse:
    """Say whether letters or a sign stand on a picture."""
    good = good_here(request, "change_goods", pk)
    found, seen = _picture(good, picture), request.POST.get("letters") == "yes"
    act(
        request,
        lambda: studio.tell_letters(good, picture=found, letters=seen, by=actor(request)),
        done=_("Noted: letters stand on it.") if seen else _("Noted: no letters stand on it."),
    )
    return _to_pictures(pk)
