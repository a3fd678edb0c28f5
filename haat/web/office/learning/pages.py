"""The lessons with what came of each, one lesson whole, and its results by craft, block and person."""

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from haat.catalogue.queries import crafts_by_slug
from haat.core.languages import LANGUAGES, best
from haat.core.queries import events_of
from haat.core.voices import TYPES
from haat.learning import results as learnt
from haat.learning.judging import CHECKS
from haat.learning.lessons import Lesson
from haat.learning.queries import lesson_of, lessons_of, meetings_within, recording_of
from haat.learning.results import Result
from haat.learning.rules import OFFERS
from haat.makers.models import MakerQuerySet
from haat.makers.rules import visible_to
from haat.people.rules import can
from haat.places.queries import blocks_within
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import paged
from haat.web.office.desk.page import here, page
from haat.web.office.desk.rooms import events
from haat.web.ui.gate import office
from haat.web.ui.request import Request
from haat.web.ui.scenes import Own, draw

LANGUAGES_SHOWN = ("hi", "mr", "en")
PERSONS = 30


def one(request: Request, slug: str) -> Lesson:
    """A lesson of the mart, closed or not; 404 otherwise."""
    found = lesson_of(request.mart, slug, closed=True)
    if found is None:
        raise Http404
    return found


def language_of(request: Request) -> str:
    """The language whose words are looked at (`?language=`); the mart's first."""
    wanted = request.GET.get("language", "")
    return wanted if wanted in languages(request) else languages(request)[0]


def languages(request: Request) -> list[str]:
    """The mart's languages, and those in which the lessons ship."""
    first = [code for code in request.mart.languages if code in LANGUAGES]
    return [*first, *(code for code in LANGUAGES_SHOWN if code not in first)]


def seen(request: Request, blocks: Blocks) -> MakerQuerySet:
    """The makers whose results the reader sees: of the block chosen, or of all of hers."""
    makers = visible_to(request.user, request.mart, "see_learning")
    return makers.filter(block=blocks.chosen) if blocks.chosen else makers


@require_safe
@office("see_learning")
def lessons(request: Request) -> HttpResponse:
    """Every lesson: offered, begun, tried, right within seven days, still right after thirty."""
    blocks = Blocks(request, here(request, "see_learning"))
    known = lessons_of(request.mart, closed=True)
    counted = {row.name: row for row in learnt.results(request.mart, seen(request, blocks), "lesson")}
    rows = [
        (lesson, counted.get(slug, Result(slug, 0, 0, 0, 0, 0, 0, 0)), draw(lesson.scenes[0].picture, Own()))
        for slug, lesson in known.items()
    ]
    return page(request, "learning/list", rows=rows, blocks=blocks)


@require_safe
@office("see_learning")
def lesson(request: Request, slug: str) -> HttpResponse:
    """One lesson whole, in one language: what is seen, what is heard, and what nobody has confirmed."""
    return lesson_page(request, one(request, slug))


def lesson_page(request: Request, found: Lesson, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a lesson."""
    code = language_of(request)
    told = events_of(request.mart.pk, [kind for kind in events() if kind.startswith("learning.")])
    context: dict[str, Any] = {
        "lesson": found,
        "code": code,
        "codes": [LANGUAGES[each] for each in languages(request)],
        "scenes": [(scene, draw(scene.picture, Own())) for scene in found.scenes],
        "questions": found.quiz,
        "occasions": [OFFERS[why] for why in found.offered],
        "check": CHECKS[found.check].says if found.check else "",
        "size": _voices_size(found, code),
        "unsure": [fact for fact in found.facts if fact.get("unsure")],
        "sure": [fact for fact in found.facts if not fact.get("unsure")],
        "history": history_of(also=told.filter(data__lesson=found.slug)),
        "whole": can(request.user, "change_lessons", mart=request.mart, place=request.mart.place),
    }
    return page(request, "learning/lesson", status=status, **context | more)


def _voices_size(found: Lesson, code: str) -> int:
    """Kilobytes of the recordings in a language."""
    return sum(said.voices[code].size for said in found.said() if code in said.voices) // 1000


@require_safe
@office("see_learning")
def results(request: Request, slug: str) -> HttpResponse:
    """What came of a lesson by craft and block; person by person only to her own coordinator."""
    found, blocks = one(request, slug), Blocks(request, here(request, "see_learning"))
    makers = seen(request, blocks)
    crafts = {craft.pk: craft for craft in crafts_by_slug()}
    places = {place.pk: place for place in blocks_within(blocks.scope)}
    by_craft = learnt.results(request.mart, makers, "craft", lesson=slug)
    by_block = learnt.results(request.mart, makers, "maker__block", lesson=slug)
    context: dict[str, Any] = {
        "lesson": found,
        "blocks": blocks,
        "whole": learnt.numbers_of(by_block),
        "by_craft": [(_name(crafts.get(row.name)), row) for row in by_craft],
        "by_block": [(_name(places.get(row.name)), row) for row in by_block],
        "weakest": learnt.weakest_scenes(request.mart, slug),
        "cost": learnt.cost_of(meetings_within(request.mart, blocks.place), slug),
        "screens": {scene.id: best(scene.screen).text for scene in found.scenes},
    }
    if _helps(request):
        context["listing"] = paged(request, learnt.persons(makers, slug), "-begun_at", size=PERSONS)
        context["open"] = learnt.not_begun(makers, slug)[:PERSONS]
    return page(request, "learning/results", **context)


def _helps(request: Request) -> bool:
    """Whether she helps makers of a block herself, and not the whole mart's."""
    place = here(request, "see_learning")
    return can(request.user, "teach", mart=request.mart) and not place.contains(request.mart.place)


def _name(row: Any) -> str:
    return best(row.names).text if row is not None else "–"


@require_safe
@office("see_learning")
def sound(request: Request, pk: int) -> HttpResponse:
    """A recording, to be heard at the desk."""
    row = recording_of(request.mart, pk)
    if row is None:
        raise Http404
    return HttpResponse(bytes(row.content), content_type=TYPES[row.kind])
