"""What a person does about her own data from a page of her own: answers, asks, takes a copy, asks no more."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse

from haat.core.languages import current
from haat.core.limits import hit
from haat.core.personal import looks
from haat.people.queries import people
from haat.privacy import actions
from haat.privacy.copies import page_of
from haat.privacy.models import Petition
from haat.privacy.persons import find_person
from haat.privacy.purposes import PURPOSES, RIGHTS
from haat.privacy.queries import looks_at, petitions_of, standings
from haat.privacy.words import ASKS, ASKS_HINT, STATES_HERS
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor
from haat.web.ui.request import Request
from haat.web.ui.sending import name_of_sending, nonce

MOST_LOOKS, MOST_PETITIONS = 20, 20
Deed = Callable[[Request, str], HttpResponse | None]


def answer(request: Request, came: str) -> HttpResponse | None:
    """Yes or no to one purpose. Raises HaatError."""
    purpose = PURPOSES.get(request.POST.get("purpose", ""))
    if purpose is None:
        raise Http404
    agrees, by = request.POST.get("answer") == "yes", actor(request)
    actions.answer_purpose(request.user, mart=request.mart, purpose=purpose, agrees=agrees, language=current(), by=by)
    return None


def ask(request: Request, came: str) -> HttpResponse | None:
    """A copy, a mending, erasing, or a complaint. Raises HaatError."""
    hit(f"petition:{request.user.pk}", most=20, seconds=3600)
    actions.ask(
        request.mart,
        kind=request.POST.get("kind", ""),
        words=request.POST.get("words", ""),
        came=came,
        language=current(),
        key=name_of_sending(request),
        user=request.user,
        by=actor(request),
    )
    return None


def back(request: Request, came: str) -> HttpResponse | None:
    """She asks no more. Raises HaatError."""
    actions.take_back(_hers(request), by=actor(request))
    return None


def copy(request: Request, came: str) -> HttpResponse | None:
    """The copy as a file. Raises HaatError."""
    found = _hers(request)
    archive = actions.take_export(found, by=actor(request))
    return as_file(f"my-data-{found.pk}.zip", archive, "application/zip")


def paper(draw: Callable[[str], bytes]) -> Deed:
    """The copy as a paper that she can read, drawn by the papers of the surface. The deed raises HaatError."""

    def read(request: Request, came: str) -> HttpResponse | None:
        hit(f"paper-of-data:{request.user.pk}", most=6, seconds=3600)
        found = _hers(request)
        page = page_of(actions.take_export(found, by=actor(request)))
        return as_file(f"my-data-{found.pk}.pdf", draw(page), "application/pdf")

    return read


def as_file(name: str, content: bytes, kind: str) -> HttpResponse:
    """Something of hers as a file that no cache keeps."""
    told = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=told)


def _hers(request: Request) -> Petition:
    sent = request.POST.get("petition", "")
    number = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 16 else 0
    return one_or_404(petitions_of(request.user, request.mart), pk=number)


DEEDS: dict[str, Deed] = {"answer": answer, "ask": ask, "back": back, "copy": copy}


def shown(request: Request) -> dict[str, Any]:
    """What such a page shows of her."""
    user, mart = request.user, request.mart
    person = find_person(mart.pk, user=user)
    events = list(looks_at(person)[: MOST_LOOKS + 1])
    more_looks, events = len(events) > MOST_LOOKS, events[:MOST_LOOKS]
    who = people(event.by_id for event in events)
    return {
        "standings": standings(user, mart) if person["member"] else [],
        "lines": {code: purpose.notice.read(mart) for code, purpose in PURPOSES.items()},
        "rights": RIGHTS.read(mart),
        "petitions": [
            (row, ASKS[row.kind], STATES_HERS[row.state]) for row in petitions_of(user, mart)[:MOST_PETITIONS]
        ],
        "looks": [(event.at, who.get(event.by_id or 0, ""), looks()[event.kind].why) for event in events],
        "more_looks": more_looks,
        "asks": [{"value": code, "title": words, "hint": ASKS_HINT.get(code, "")} for code, words in ASKS.items()],
        "nonce": nonce(),
    }
