"""A rule about papers: changed from a day on, ended, and a new one; what it moves is shown before it is saved."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from haat.catalogue.papers_wanted import PaperMove, moved_by_papers
from haat.core.dates import today
from haat.core.errors import HaatError
from haat.makers import actions as makers
from haat.makers.models import PaperRule
from haat.makers.paper_book import Book, book, rule_known
from haat.makers.paper_told import PaperRuleTold, check_rule, ended, kept_of_rule, stem_of, turned, with_rules
from haat.web.office.crafts.paper_words import STANDS, stands
from haat.web.office.crafts.papers import DEED, LIST, agreed, goods_called, moves_shown, rule_lines
from haat.web.office.crafts.rule_forms import EndForm, PaperRuleForm
from haat.web.office.desk.history import history_of
from haat.web.office.desk.page import act, act_with, done_before, of_district, page
from haat.web.office.desk.saving import saved
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

SAVED = _("Rule saved, for every mart. As it was, it stays in the list.")


@require_http_methods(["GET", "HEAD", "POST"])
@office(DEED)
def new(request: Request) -> HttpResponse:
    """One more rule; which goods it keeps back is shown before it is saved."""
    of_district(request, DEED)
    known = book()
    form = _form(request, known, None)
    if request.method != "POST":
        return _drawn(request, form, known, None)

    def make() -> PaperRule:
        return makers.make_paper_rule(form.told(), slug=form.cleaned_data["slug"].strip(), by=actor(request))

    action = once(request, make)
    if done_before(request, action):
        return redirect("office:crafts:papers")
    moves = _moves(form.told(), None, known) if form.is_valid() else []
    if moves and request.POST.get("agreed") != agreed(moves):
        return _drawn(request, form, known, None, moves=moves)
    answer = saved(request, form, action, done=_("Rule added, for every mart."), back=_page_of)
    return answer or _drawn(request, form, known, None, moves=moves, status=422)


def _page_of(rule: PaperRule | None) -> str:
    return reverse("office:crafts:paper_rule", args=[rule.slug]) if rule is not None else reverse(LIST)


@require_http_methods(["GET", "HEAD", "POST"])
@office(DEED)
def rule(request: Request, slug: str) -> HttpResponse:
    """All that a rule says. What is changed holds from a day on: the rule as it was ends then, and stays."""
    of_district(request, DEED)
    known = book()
    found = _found(slug)
    form = _form(request, known, found)
    if request.method != "POST":
        return _drawn(request, form, known, found)

    def change() -> PaperRule:
        return makers.change_paper_rule(slug, form.told(), seen=form.seen_at, by=actor(request))

    action = once(request, change)
    if done_before(request, action):
        return redirect("office:crafts:paper_rule", slug)
    moves = _moves(form.told(), found, known) if form.is_valid() else []
    if moves and request.POST.get("agreed") != agreed(moves):
        return _drawn(request, form, known, found, moves=moves)
    answer = saved(request, form, action, done=SAVED, back=_page_of)
    return answer or _drawn(request, form, known, found, moves=moves, status=422)


@require_POST
@office(DEED)
def end(request: Request, slug: str) -> HttpResponse:
    """The last day of a rule; which goods wait for it no more is shown before it is saved."""
    of_district(request, DEED)
    found, form, known = _found(slug), EndForm(request.POST), book()

    def do() -> None:
        last = form.cleaned_data["last"]
        makers.end_paper_rule(slug, last=last, seen=form.seen_at, by=actor(request))

    action = once(request, do)
    fields = _form(request, known, found, bound=False)
    if not done_before(request, action) and form.is_valid():
        moves = _freed(found, form.cleaned_data["last"], known)
        if moves and request.POST.get("agreed") != agreed(moves):
            return _drawn(request, fields, known, found, moves=moves, ending=form)
    if act_with(request, form, action, done=_("Noted: the rule holds until that day.")):
        return redirect("office:crafts:paper_rule", slug)
    return _drawn(request, fields, known, found, ending=form, status=422)


def _freed(found: PaperRule, last: date | None, known: Book) -> list[PaperMove]:
    """The goods for which it makes a difference, on the day after the rule's last, that it ended."""
    try:
        after = PaperRule(slug=found.slug, position=found.position, **ended(found, last, on=today()))
    except HaatError:
        return []
    first = max(last + timedelta(days=1), found.from_on or today(), today()) if last is not None else today()
    return list(moved_by_papers(known, with_rules(known, after), {found.paper}, where=found.where, on=first))


@require_POST
@office(DEED)
def go_on(request: Request, slug: str) -> HttpResponse:
    """A rule that was ended, or taken back, goes on: the undo of ending it."""
    of_district(request, DEED)
    _found(slug)
    form = EndForm(request.POST)
    seen = form.seen_at if form.is_valid() else None
    act(
        request,
        once(request, lambda: makers.end_paper_rule(slug, last=None, seen=seen, by=actor(request))),
        done=_("The rule goes on."),
    )
    return redirect("office:crafts:paper_rule", slug)


def _found(slug: str) -> PaperRule:
    found = rule_known(slug)
    if found is None:
        raise Http404
    return found


def _form(request: Request, known: Book, found: PaperRule | None, *, bound: bool = True) -> PaperRuleForm:
    crafts, goods = goods_called()
    data = request.POST if bound and request.method == "POST" else None
    return PaperRuleForm(request.mart, known, crafts, goods, found, data, on=today())


def _moves(told: PaperRuleTold, found: PaperRule | None, known: Book) -> list[PaperMove]:
    """The goods for which it makes a difference on the first day it is so; nothing of what cannot be said anyway."""
    try:
        check_rule(told, known)
        rows, on = _rows(told, found)
    except HaatError:
        return []
    wanted = {told.paper} | ({found.paper} if found is not None else set())
    after = with_rules(known, *rows)
    return list(moved_by_papers(known, after, wanted, where=told.where, on=on))


def _rows(told: PaperRuleTold, found: PaperRule | None) -> tuple[list[PaperRule], date]:
    """The rules as they would stand, and the first day they do. Raises HaatError."""
    on = max(told.from_on or today(), today())
    if found is None:
        kept = kept_of_rule(told)
        kept["conditions"] = {**kept["conditions"], "besides": True}
        return [PaperRule(slug="\uffff", position=32_000, **kept)], on
    comes = turned(found, told, on=today())
    place = {"position": found.position}
    rows = [PaperRule(slug=found.slug, **place, **comes.rule)]
    if comes.after is not None:
        rows.append(PaperRule(slug=comes.slug, **place, **comes.after))
    return rows, on


def _drawn(
    request: Request,
    form: PaperRuleForm,
    known: Book,
    found: PaperRule | None,
    *,
    moves: Sequence[PaperMove] = (),
    ending: EndForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "rule": found, "nonce": nonce(), "moves": moves_shown(request, moves)}
    if found is not None:
        lines, stem = rule_lines(known, today()), stem_of(found.slug)
        how = stands(found, today())
        context |= {
            "stands": how,
            "stands_words": STANDS[how],
            "ending": ending or EndForm(initial={"last": found.until_on}),
            "ending_moves": ending is not None and bool(moves),
            "line": next(line for line in lines if line.rule.slug == found.slug),
            "kin": [line for line in lines if stem_of(line.rule.slug) == stem],
        }
        if found.pk is not None:
            context["history"] = history_of(("makers.paperrule", [found.pk]))
    return page(request, "crafts/paper_rule", status=status, **context)
