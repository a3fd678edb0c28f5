"""One paper on its way, and all papers of one maker."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haat.core.dates import today
from haat.core.languages import best
from haat.makers.models import Maker, PaperKind
from haat.makers.paper_book import kind_known
from haat.makers.queries import files_of, seen_now
from haat.paperwork import actions
from haat.paperwork.errors import AnswersUnreadable
from haat.paperwork.forms import boxes_of, filled, to_ask
from haat.paperwork.models import Road
from haat.paperwork.naming import Difference, differences, names_of
from haat.paperwork.queries import alone, makers_reached, roads_seen, with_all
from haat.paperwork.roads import SIGNED, need_name, road_of, roads
from haat.paperwork.rules import OPEN, PASSBOOK, keeps_number
from haat.paperwork.sealed import opened
from haat.paperwork.standing import all_standings
from haat.people.queries import people
from haat.people.rules import can
from haat.web.office.desk.history import history_of
from haat.web.office.desk.page import act_with, page
from haat.web.office.desk.papers import PROOFS
from haat.web.office.paperwork.forms import AnswersForm, AppliedForm, BeginForm, EndForm, NumberForm, RefusedForm
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request


def one(request: Request, deed: str, pk: int) -> Road:
    """The road, when the reader reaches it for `deed`; 404 otherwise."""
    return one_or_404(with_all(roads_seen(request.user, request.mart, deed)), pk=pk)


@require_safe
@office("see_paperwork")
def road(request: Request, pk: int) -> HttpResponse:
    """What it needs, its form, where it was applied for, its number, and what happened."""
    return road_page(request, one(request, "see_paperwork", pk))


def road_page(
    request: Request, shown: Road, *, forms: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page of a road, with a form as it was sent when something in it was refused."""
    context = road_facts(request, shown) | {"history": history_of(("paperwork.road", [shown.pk]))}
    return page(request, "paperwork/road", status=status, **context | dict(forms or {}))


def may_change(request: Request, shown: Road) -> bool:
    """Whether the reader may work on it."""
    place = shown.maker.block if shown.maker is not None else request.mart.place
    return can(request.user, "change_paperwork", mart=request.mart, place=place)


def road_facts(request: Request, shown: Road) -> dict[str, Any]:
    """What the stations of a road show, on its page and at a papers day's desk."""
    kind, may = road_of(shown.kind), may_change(request, shown)
    ticks = {tick.what: tick for tick in shown.ticks.all()}
    known = people(key for key in (shown.typed_by_id, shown.checked_by_id, *(t.by_id for t in ticks.values())) if key)
    answers, unreadable = _answers(shown, may)
    boxes = boxes_of(shown, answers) if may else []
    paper = shown.document or shown.paper
    return {
        "road": shown,
        "kind": kind,
        "open": shown.state in OPEN,
        "may_change": may,
        "needs": [(f"need:{need}", need_name(need), ticks.get(f"need:{need}"), need) for need in kind.needs],
        "steps": [(f"step:{at}", best(words).text, ticks.get(f"step:{at}")) for at, words in enumerate(kind.steps)],
        "had": sum(f"need:{need}" in ticks for need in kind.needs),
        "signed": SIGNED in ticks,
        "signed_tick": ticks.get(SIGNED),
        "lacking": need_name(shown.lacking) if shown.lacking else "",
        "boxes": boxes,
        "filled": filled(boxes),
        "unreadable": unreadable,
        "paper": paper,
        "proof": PROOFS[PaperKind.Proof(kind_known(kind.kind).proof)],
        "seen": seen_now(paper) if paper is not None and may else "",
        "files": [file for file in files_of(shown.maker) if file.document_id == shown.document_id]
        if may and shown.maker is not None and shown.document_id
        else [],
        "typed_by": known.get(shown.typed_by_id or 0),
        "checked_by": known.get(shown.checked_by_id or 0),
        "own_hand": shown.typed_by_id == request.user.pk and not alone(shown, request.user.pk),
        "keeps": keeps_number(shown, shown.maker),
        "at_bank": kind.kind == PASSBOOK,
        "differences": names_differ(shown.maker) if shown.maker is not None else [],
        "ends": [(slug, best(words).text) for slug, words in kind.ends.items()],
        "refusals": [best(words).text for words in kind.refusals],
        "answers_form": AnswersForm(to_ask(boxes)),
        "applied_form": AppliedForm(
            initial={"where": shown.applied_where, "day": shown.applied_on or today(), "reference": shown.reference}
        ),
        "refused_form": RefusedForm(kind),
        "number_form": NumberForm(),
        "end_form": EndForm(kind),
        "next": "",
    }


def _answers(shown: Road, may: bool) -> tuple[dict[str, str], str]:
    """What was asked for the form, and why it cannot be opened, if so."""
    if not may:
        return {}, ""
    try:
        return opened(shown), ""
    except AnswersUnreadable as problem:
        return {}, problem.message


def names_differ(maker: Maker) -> list[Difference]:
    """Where a maker's names differ from paper to paper."""
    return differences(names_of(maker))


@require_http_methods(["GET", "HEAD", "POST"])
@office("see_paperwork")
def maker(request: Request, pk: int) -> HttpResponse:
    """All papers of one maker: there, on their way, or asked; and beginning another."""
    rows = makers_reached(request.user, request.mart).select_related("block__parent", "place", "seller", "bank", "mart")
    found = one_or_404(rows, pk=pk)
    may = can(request.user, "change_paperwork", mart=request.mart, place=found.block)
    members = [
        (str(row.pk), best(row.names).text) for row in found.members.filter(active=True).order_by("-leads", "pk")
    ]
    kinds = [each for each in roads().values() if each.fits_maker(found) or each.member]
    form, status = BeginForm(kinds, members), 200
    if request.method == "POST" and may:
        form, status = BeginForm(kinds, members, request.POST), 422
        begun: list[Road] = []
        if act_with(request, form, lambda: begun.append(_begin(request, found, form)), done=_("Begun.")):
            return redirect("office:paperwork:road", begun[0].pk)
    context = {
        "maker": found,
        "standings": all_standings(found),
        "form": form,
        "may_change": may,
        "differences": names_differ(found),
    }
    return page(request, "paperwork/maker", status=status, **context)


def _begin(request: Request, found: Maker, form: BeginForm) -> Road:
    given = form.cleaned_data
    member = found.members.filter(pk=given["member"]).first() if given["member"] else None
    return actions.begin_road(found, kind=given["kind"], member=member, about=given["about"], by=actor(request))
