"""The worker's first page, and the eight questions. Both are kept on the phone and work without net."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import override
from django.views.decorators.http import require_safe

from haat.catalogue.queries import crafts
from haat.core.languages import LANGUAGES
from haat.places.models import Mart, Place
from haat.survey.models import NoticeVoice
from haat.survey.notice import NOTICE, PURPOSES
from haat.survey.queries import blocks_walked, villages_walked, voices_of
from haat.survey.rules import MOST_PHOTOS
from haat.survey.tongues import TONGUES, Tongue
from haat.survey.walking import closed_of, walks_of
from haat.survey.words import SELLS
from haat.web.maker.base.request import Request
from haat.web.maker.survey.entering import page, surveying
from haat.web.maker.survey.who import names_to_ask, walker_of

# So many crafts are seen at once; the others behind a key.
FIRST_CRAFTS = 9


@require_safe
@surveying
def home(request: Request) -> HttpResponse:
    """What was found today, and what waits to be sent, as the phone knows it."""
    blocks, chosen = _chosen(request)
    voices = voices_of(request.mart)
    walks = walks_of(request.user, request.mart)
    closed = closed_of(request.mart, {walk.place_id for walk in walks})
    given = [(walk, closed.get(walk.place_id, 0)) for walk in walks]
    shared: dict[str, Any] = {"names": names_to_ask(request), "walker": walker_of(request)}
    return page(request, "home", blocks=blocks, chosen=chosen, crafts=crafts(), voices=voices, given=given, **shared)


@require_safe
@surveying
def add(request: Request) -> HttpResponse:
    """One maker, one question a screen; all of them stand in the page. First a shared phone says who walks."""
    if not walker_of(request) and names_to_ask(request):
        return redirect("maker:survey")
    return add_page(request)


def add_page(
    request: Request,
    *,
    values: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    key: str = "",
    status: int = 200,
) -> HttpResponse:
    """The questions, with what was typed and refused where there are no scripts."""
    blocks, chosen = _chosen(request)
    cards = crafts()
    context = {
        "blocks": blocks,
        "chosen": chosen,
        "villages": _hers_first(request, villages_walked(request.user, request.mart, chosen)),
        "first_crafts": cards[:FIRST_CRAFTS],
        "more_crafts": cards[FIRST_CRAFTS:],
        "sells": SELLS,
        "most_photos": MOST_PHOTOS,
        "purposes": [(purpose, (values or {}).get(code, "")) for code, purpose in PURPOSES.items()],
        "quick_pieces": (10, 20, 50, 100, 200, 500),
        "quick_rupees": (10, 50, 100, 200, 500, 1000),
        "version": NOTICE.version,
        **heard_in(request.mart, voices_of(request.mart)),
        "walker": walker_of(request),
        "key": key or get_random_string(32),
        "values": values or {},
        "errors": errors or {},
    }
    return page(request, "add", status=status, **context)


def _hers_first(request: Request, villages: list[Place]) -> list[Place]:
    """Those that were given to her and are not walked to their end stand before the others of the block."""
    given = {walk.place_id for walk in walks_of(request.user, request.mart) if walk.done_at is None}
    return sorted(villages, key=lambda village: village.pk not in given)


def _chosen(request: Request) -> tuple[list[Place], Place]:
    blocks = blocks_walked(request.user, request.mart)
    if not blocks:
        raise Http404
    asked = request.GET.get("block", "")
    return blocks, next((block for block in blocks if str(block.pk) == asked), blocks[0])


def heard_in(mart: Mart, voices: Sequence[NoticeVoice]) -> dict[str, Any]:
    """The tongues in which the notice can be heard now, the written ones first; and those that nobody has recorded."""
    recorded = {voice.tongue: voice for voice in voices}
    written = [_told(mart, TONGUES[code], recorded) for code in NOTICE.tongues(mart)]
    spoken = [_told(mart, TONGUES[code], recorded) for code in recorded if not TONGUES[code].written]
    lacking = [tongue for tongue in TONGUES.values() if not tongue.written and tongue.code not in recorded]
    return {"tongues": [*written, *spoken], "lacking": lacking}


def _told(mart: Mart, tongue: Tongue, recorded: Mapping[str, NoticeVoice]) -> dict[str, Any]:
    """One tongue: its words where it is written, its recording where there is one."""
    voice = recorded.get(tongue.code)
    lines: list[str] = []
    if tongue.written:
        with override(tongue.code):
            lines = NOTICE.read(mart)
    language = LANGUAGES.get(tongue.code)
    return {
        "code": tongue.code,
        "name": tongue.name,
        "lines": lines,
        "speech": language.speech if language and tongue.written else "",
        "direction": language.direction if language else "ltr",
        "voice": voice,
        "url": reverse("maker:survey_notice", args=[voice.pk]) if voice else "",
    }
