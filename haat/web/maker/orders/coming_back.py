"""What a buyer sends back, before its maker: what and why, its photo, what it means, and what she says of it."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haat.core.errors import HaatError
from haat.orders import actions
from haat.orders.models import Part, PartPhoto, Return
from haat.orders.queries import known_to, return_of
from haat.orders.shares import backs, whole_share
from haat.orders.showing import photo_among, photos_of
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.photos import photo_sent
from haat.web.maker.base.request import Request
from haat.web.maker.orders.pages import give_shots
from haat.web.ui.deeds import queued, refuse
from haat.web.ui.found import one_or_404

Kind = PartPhoto.Kind


@require_http_methods(["GET", "HEAD", "POST"])
@for_maker
@queued
def back(request: Request, number: str) -> HttpResponse:
    """One return of hers: she says that she saw it, or answers with words or a photo, which the desk reads."""
    part: Part = one_or_404(known_to(request.acting.maker), number=number)
    asked = return_of(part)
    if asked is None:
        raise Http404
    if request.method != "POST":
        return _page(request, part, asked)
    try:
        if request.POST.get("what") == "saw":
            actions.see_return(asked, by=request.acting.by)
        else:
            _answer(request, asked)
    except HaatError as problem:
        refuse(request, problem)
        field = "words" if problem.field == "words" else "photo"
        return _page(request, part, asked, **{field: problem.message})
    messages.success(request, _("Noted. The office reads it."))
    return redirect("maker:back", part.number)


def _answer(request: Request, asked: Return) -> None:
    photo = photo_sent(request, "photo")
    actions.tell_of_return(asked, words=request.POST.get("words", ""), photo=photo, by=request.acting.by)


def _page(request: Request, part: Part, asked: Return, **wrong: str) -> HttpResponse:
    rows = backs(asked)
    lines = [row.line for row in rows]
    prefetch_related_objects(lines, "good__craft")
    give_shots(lines)
    shown = [photo for photo in photos_of(part) if photo.ret_id == asked.pk]
    return page(
        request,
        "orders/back",
        status=422 if wrong else 200,
        part=part,
        asked=asked,
        rows=rows,
        money=whole_share(rows).maker if rows else 0,
        theirs=[photo for photo in shown if photo.kind == Kind.BUYER],
        hers=[photo for photo in shown if photo.kind == Kind.MAKER],
        food=any(line.good.craft.food for line in lines),
        typed=request.POST.get("words", asked.maker_words),
        wrong=wrong,
    )


@require_safe
@for_maker
def part_photo(request: Request, pk: int) -> HttpResponse:
    """A photo that stays with a part of hers."""
    found = photo_among(known_to(request.acting.maker), pk)
    if found is None:
        raise Http404
    try:
        content = actions.open_photo(found)
    except HaatError:
        raise Http404 from None
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})
