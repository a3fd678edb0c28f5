"""What marketplaces ask about her goods: one question after the other, and at the end what has come of her answers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue.queries import goods_of, weights_of
from haat.channels import actions as channels
from haat.channels.answered import answered_lately
from haat.channels.asked_papers import Given, kinds_of
from haat.channels.asks import Ask, ask_named, asks_of, joined
from haat.channels.feeds.showing import asked_by, feeds_with
from haat.channels.models import MakerTask
from haat.core.errors import HaatError
from haat.core.limits import hit
from haat.core.numerals import whole_number
from haat.makers.models import PaperKind
from haat.makers.paper_book import kind_known
from haat.people.models import User
from haat.people.queries import coordinator_near
from haat.web.maker.asks.shown import Shown, in_words, shown_of
from haat.web.maker.asks.told import SIDES, told, told_paper
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.ui.deeds import queued, refuse
from haat.web.ui.found import one_or_404

# So many stand on a page, one shown at a time: the phone keeps them for when there is no net.
MOST = 12
LATELY = timedelta(days=2)
GROUPS = "groups"
# Fields of the form by those that the rooms name.
FIELDS = {"valid_until": "until", "until": "until", "photo": "photo", "paper": "paper"}
# What can be said of a paper's number before anybody has looked at the paper.
PROOFS = {
    PaperKind.Proof.GSTIN: gettext_lazy(
        "The number is right: its last sign fits. The desk looks at it, then it counts."
    ),
    PaperKind.Proof.SHAPE: gettext_lazy("The number looks right. The desk looks at the paper, then it counts."),
    PaperKind.Proof.NONE: gettext_lazy(
        "Written down. Nobody can check this number here: the desk looks, then it counts."
    ),
}


class Wrong(NamedTuple):
    """Why an answer was refused, what is taken when it is said once more, and at which field."""

    why: str
    sure: str
    at: str


@require_safe
@for_maker
def asks(request: Request) -> HttpResponse:
    """All that is asked, or of one good (`?good=`); when nothing is left, what has come of what she said."""
    good = whole_number(request.GET.get("good", ""))
    found = _found(request, good)
    if not found:
        return _ended(request)
    return _page(request, found, good=good, back=request.GET.get("from", ""))


def _found(request: Request, good: int | None) -> list[Ask]:
    """What is asked of her, of one good also by lists that others fetch; who helps her finds behind it what she does
    not know.
    """
    maker = request.acting.maker
    asked = asks_of([maker.pk], good_id=good).get(maker.pk, [])
    one = goods_of(maker).select_related("kind").filter(pk=good).first() if good is not None else None
    if one is not None:
        one.maker, one.mart = maker, maker.mart
        asked = joined(asked, asked_by(one, feeds_with(one)))
    on = [] if request.acting.own else [ask for ask in asked if ask.handed_on and not ask.said_right]
    return [*(ask for ask in asked if not ask.handed_on), *on]


def _page(
    request: Request,
    found: Sequence[Ask],
    *,
    good: int | None,
    back: str,
    wrong: Mapping[str, Wrong] | None = None,
) -> HttpResponse:
    maker = request.acting.maker
    some = list(found[:MOST])
    goods = {each.pk: each for each in goods_of(maker).filter(pk__in={ask.good.pk for ask in some})}
    shown = [_with_typed(request, each, wrong or {}) for each in shown_of(maker, some, goods)]
    return page(
        request,
        "asks/asks",
        status=422 if wrong else 200,
        asks=shown,
        number=len(found),
        good=good,
        back=_back(request, good, back),
        came=back if back == GROUPS else "",
        here=_here(request, good, back),
        helper=_helper(request),
    )


def _with_typed(request: Request, shown: Shown, wrong: Mapping[str, Wrong]) -> Shown:
    """The one that was refused (by its key), with what she sent."""
    if shown.ask.key not in wrong:
        return shown
    sent = request.POST
    typed: dict[str, Any] = {name: sent.get(name, "") for name in ("answer", "until", "paper", *SIDES)}
    why, sure, at = wrong[shown.ask.key]
    return replace(shown, wrong=why, sure=sure, at=at, typed=typed | {"answers": sent.getlist("answer")})


def _ended(request: Request) -> HttpResponse:
    """Nothing is asked now: what came of what she answered lately, and what others look after for her."""
    maker, came = request.acting.maker, request.GET.get("from", "")
    return page(
        request,
        "asks/ended",
        answered=answered_lately(maker, timezone.now() - LATELY),
        back=_back(request, None, came),
        came=came if came == GROUPS else "",
        helper=_helper(request),
    )


def _helper(request: Request) -> User | None:
    """Who finds out what she does not know; nobody, when it is the helper herself who is here."""
    maker = request.acting.maker
    found = coordinator_near(maker.mart, maker.block)
    return found if found is not None and found.pk != request.user.pk else None


def _here(request: Request, good: int | None, came: str) -> str:
    """The page of questions, as it was opened."""
    facts = {"good": good, "from": came if came == GROUPS else "", "for": _whom(request)}
    query = urlencode({name: value for name, value in facts.items() if value})
    return f"{reverse('maker:asks')}{'?' if query else ''}{query}"


def _whom(request: Request) -> int | None:
    return None if request.acting.own else request.acting.maker.pk


def _back(request: Request, good: int | None, came: str) -> str:
    """Where she came from: her good, the first page, or a coordinator's place in the list of her groups."""
    maker = request.acting.maker
    if came == GROUPS:
        return f"{reverse('maker:groups')}?block={maker.block_id}#group-{maker.pk}"
    whose = f"?for={maker.pk}" if _whom(request) else ""
    return f"{reverse('maker:good', args=[good]) if good else reverse('maker:home')}{whose}"


def _asked(request: Request, pk: int, key: str) -> Ask:
    """What her form is about, whether it is still asked or not; 404 for what is no question about a good of hers."""
    good = one_or_404(goods_of(request.acting.maker).select_related("craft", "kind"), pk=pk)
    found = ask_named(good, key)
    if found is None:
        raise Http404
    return found


@require_POST
@for_maker
@queued
def answer(request: Request, pk: int, key: str) -> HttpResponse:
    """What she says; sent twice it counts once, and what somebody said otherwise meanwhile stands."""
    ask, maker = _asked(request, pk, key), request.acting.maker
    if ask.kind == MakerTask.Kind.PAPER:
        return _answer_paper(request, ask)
    if ask.kind == MakerTask.Kind.OTHER:
        raise Http404
    try:
        photo = request.FILES.get("answer")
        if photo is not None:
            hit(f"sync:{request.user.pk}", most=60, seconds=600)
        said = told(ask, request.POST, photo, weights_of(maker))
        about: dict[str, Any] = {"kind": ask.kind, "about": ask.about, "variant": ask.variant}
        channels.answer_ask(ask.good, **about, answer=said, seen=_seen(request), by=request.acting.by)
    except HaatError as problem:
        return _refused(request, ask, problem)
    if ask.kind == MakerTask.Kind.PICTURE:
        messages.success(request, _("The picture is with the desk. It looks first, then it is shown."))
    else:
        messages.success(request, _("Written down: %(what)s: %(value)s") % _said(ask, said))
    return redirect(_next(request))


def _answer_paper(request: Request, ask: Ask) -> HttpResponse:
    """Her paper: what can be said of its number is said, the desk looks at the rest."""
    kinds, seen = kinds_of(ask.about), request.POST.get("seen", "")[:40]
    if not kinds:
        raise Http404
    try:
        paper: Given = told_paper(kinds, request.POST, request.FILES.get("photo"), who=request.user.pk)
        channels.answer_paper(ask.good, about=ask.about, given=paper, seen=seen, by=request.acting.by)
    except HaatError as problem:
        return _refused(request, ask, problem)
    messages.success(request, str(PROOFS[PaperKind.Proof(kind_known(paper.kind).proof)]))
    return redirect(_next(request))


def _said(ask: Ask, said: Any) -> dict[str, str]:
    unit = Shown(ask, ask.good).unit
    return {"what": str(ask.what), "value": f"{in_words(ask, said)} {unit}".strip()}


def _seen(request: Request) -> Any:
    """What stood there for her when she was asked."""
    try:
        return json.loads(request.POST.get("seen", "null"))
    except (ValueError, RecursionError):
        return None


def _refused(request: Request, ask: Ask, problem: HaatError) -> HttpResponse:
    """The question once more, with what she sent and the reason; the others stand behind it."""
    problem.field = FIELDS.get(problem.field, "answer") if ask.kind == MakerTask.Kind.PAPER else "answer"
    refuse(request, problem)
    good = whole_number(request.POST.get("good", ""))
    open_ = _found(request, good)
    others = [each for each in open_ if each.key != ask.key]
    same = next((each for each in open_ if each.key == ask.key), ask)
    wrong = {ask.key: Wrong(problem.message, str(problem.facts.get("sure", "")), problem.field)}
    return _page(request, [same, *others], good=good, back=request.POST.get("from", ""), wrong=wrong)


@require_POST
@for_maker
@queued
def hand_on(request: Request, pk: int, key: str) -> HttpResponse:
    """She does not know it, or wants it done: others see it, and nothing is written into the good."""
    ask = _asked(request, pk, key)
    why = MakerTask.Why.UNKNOWN if ask.kind in _KNOWN else MakerTask.Why.HELP
    try:
        about: dict[str, Any] = {"kind": ask.kind, "about": ask.about, "variant": ask.variant}
        channels.hand_on_ask(ask.good, **about, why=why, by=request.acting.by)
    except HaatError as problem:
        return _refused(request, ask, problem)
    messages.success(request, _("Noted. Your coordinator and the desk see it, and nothing is guessed."))
    return redirect(_next(request))


_KNOWN = (MakerTask.Kind.ANSWER, MakerTask.Kind.WEIGHT, MakerTask.Kind.SIZE)


def _next(request: Request) -> str:
    """The next question, of the same good if she came from one."""
    return _here(request, whole_number(request.POST.get("good", "")), request.POST.get("from", ""))
