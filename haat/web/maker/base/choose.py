"""Choosing a maker: her own when she has several, or the one a coordinator helps today."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from haat.core.languages import best
from haat.makers.models import Maker
from haat.makers.rules import makers_of, visible_to
from haat.people.rules import scope
from haat.places.models import Place
from haat.places.queries import blocks_of
from haat.web.maker.base.acting import belongs, helps_unproven, may_act_for_many, no_maker, signed_in_now, to_sign_in
from haat.web.maker.base.request import Request

MOST_SHOWN = 60


@require_safe
@never_cache
def choose(request: Request) -> HttpResponse:
    """Her own makers; for a coordinator also those of her place, by block, name or phone."""
    if not signed_in_now(request):
        return to_sign_in(request)
    if not belongs(request):
        return no_maker(request)
    helps = may_act_for_many(request.user, request.mart)
    blocks = _blocks(request) if helps else []
    asked = request.GET.get("block", "")
    chosen = next((block for block in blocks if str(block.pk) == asked), blocks[0] if len(blocks) == 1 else None)
    words = " ".join(request.GET.get("q", "").split())[:40]
    found = _found(request, chosen, words) if helps and (chosen or words) else []
    mine = makers_of(request.user).filter(mart=request.mart).select_related("block", "portrait").order_by("pk")
    context = {
        "mine": list(mine),
        "helps": helps,
        "unproven": helps_unproven(request.user, request.mart),
        "blocks": blocks,
        "chosen": chosen,
        "q": words,
        "found": found,
    }
    return render(request, "maker/choose.html", context)


def _blocks(request: Request) -> list[Place]:
    place = scope(request.user, request.mart, "act_for_maker")
    return [block for block in blocks_of(request.mart) if place is not None and place.contains(block)]


def _found(request: Request, block: Place | None, words: str) -> list[Maker]:
    """Makers she may act for, in this block, whose name in any language, or phone, holds the words."""
    makers: QuerySet[Maker] = visible_to(request.user, request.mart, deed="act_for_maker")
    if block is not None:
        makers = makers.filter(block=block)
    rows = sorted(makers.select_related("block", "portrait"), key=lambda maker: best(maker.names).text)
    if words:
        rows = [maker for maker in rows if _speaks_of(maker, words.casefold())]
    return rows[:MOST_SHOWN]


def _speaks_of(maker: Maker, words: str) -> bool:
    digits = "".join(sign for sign in words if sign.isdigit())
    by_phone = len(digits) >= 4 and digits in maker.phone
    return by_phone or any(words in text.casefold() for text in maker.names.values())
