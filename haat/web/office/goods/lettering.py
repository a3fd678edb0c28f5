"""Pictures looked at one after another: do letters or a sign stand on them? Yes, no, later; and back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue.models import Photo
from haat.studio import actions as studio
from haat.studio.queries import photo_at, photos_to_look_at, photos_with_goods
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import ids
from haat.web.office.desk.page import act, here, page
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

DEED = "change_goods"
COMING = 6  # pictures that are shown small beside the one that is looked at
SAID = {"yes": True, "no": False, "undo": None}


def _number(request: Request, name: str) -> int:
    return next(iter(ids([request.GET.get(name, "")])), 0)


@require_safe
@office(DEED)
def lettering(request: Request) -> HttpResponse:
    """The next picture nobody has looked at (`?after=` one that is left for later), and what was said last."""
    blocks = Blocks(request, here(request, DEED))
    rows, after = photos_to_look_at(request.mart, blocks.place), _number(request, "after")
    left = rows.count()
    found = list(photos_with_goods(rows.filter(pk__gt=after)).order_by("pk")[: COMING + 1])
    if not found and after:
        after = 0
        found = list(photos_with_goods(rows).order_by("pk")[: COMING + 1])
    context: dict[str, Any] = {
        "blocks": blocks,
        "photo": found[0] if found else None,
        "coming": found[1:],
        "left": left,
        "after": after,
        "last": _last(request),
    }
    return page(request, "goods/lettering", **context)


def _last(request: Request) -> Photo | None:
    """The one of which the reader just said something, as long as it stands so."""
    wanted = _number(request, "last")
    found = photo_at(request.mart, here(request, DEED), wanted) if wanted else None
    measure = getattr(found.picture, "measure", None) if found is not None else None
    return found if measure is not None and measure.letters_by_id == request.user.pk else None


@require_POST
@office(DEED)
def look(request: Request, pk: int) -> HttpResponse:
    """Letters stand on it, none do, or what was said is taken back; then the next one."""
    found, said = photo_at(request.mart, here(request, DEED), pk), request.POST.get("letters", "")
    if found is None:
        raise Http404
    if said not in SAID:
        messages.error(request, _("Say whether letters stand on it."))
        return redirect("office:goods:lettering")
    done = {
        "yes": _("Noted: letters stand on it."),
        "no": _("Noted: no letters stand on it."),
        "undo": _("Taken back: look at it again."),
    }[said]
    picture, letters = found.picture, SAID[said]
    went = act(
        request,
        lambda: studio.tell_letters(found.good, picture=picture, letters=letters, by=actor(request)),
        done=done,
    )
    told: dict[str, Any] = {name: text for name in ("block", "after") if (text := request.GET.get(name, ""))}
    if said == "undo":
        told["after"] = pk - 1
    elif went:
        told["last"] = pk
    return redirect(f"{reverse('office:goods:lettering')}?{urlencode(told)}" if told else "office:goods:lettering")
