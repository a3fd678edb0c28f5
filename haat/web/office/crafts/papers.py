"""Papers and the rules about them: both lists, a kind of paper to change, a new one, and what a change would move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from haat.catalogue.asking import kinds as good_kinds
from haat.catalogue.papers_wanted import PaperMove, moved_by_papers
from haat.catalogue.queries import crafts
from haat.core.dates import today
from haat.core.errors import HaatError
from haat.core.languages import best
from haat.core.money import group_lakh
from haat.makers import actions as makers
from haat.makers.models import PaperKind, PaperRule
from haat.makers.paper_book import Book, book
from haat.makers.paper_rules import EVERYWHERE
from haat.makers.paper_shapes import mask_of
from haat.makers.paper_told import check_kind, kept_of_kind, with_kind
from haat.web.office.crafts.moving import Moves, named
from haat.web.office.crafts.paper_kind_forms import PaperKindForm
from haat.web.office.crafts.paper_words import (
    HOLDERS,
    PROOFS,
    STANDS,
    conditions_said,
    for_which,
    need_words,
    number_words,
    paper_name,
    places,
    stands,
)
from haat.web.office.desk.history import history_of
from haat.web.office.desk.meanwhile import digest
from haat.web.office.desk.page import done_before, of_district, page
from haat.web.office.desk.saving import saved
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

DEED = "change_crafts"
OVER = ("over", "back")
LIST = "office:crafts:papers"


@dataclass(frozen=True)
class RuleLine:
    """A rule as a line of the list."""

    rule: PaperRule
    paper: str
    need: "str | Promise"
    goods: str
    where: "str | Promise"
    conditions: list[str]
    stands: str

    @property
    def stands_words(self) -> "str | Promise":
        return STANDS[self.stands]

    @property
    def changed_here(self) -> bool:
        """Whether an office made or changed it."""
        return self.rule.pk is not None


@dataclass(frozen=True)
class KindLine:
    """A kind of paper as a line of the list."""

    kind: PaperKind
    look: str
    proof: "str | Promise"
    holder: "str | Promise"
    lasts: str
    counts_as: str
    rules: int

    @property
    def changed_here(self) -> bool:
        return self.kind.pk is not None


def goods_called() -> tuple[dict[str, str], dict[str, str]]:
    """Crafts and kinds of goods by their short names."""
    kinds = {kind.slug: best(kind.names).text for kind in good_kinds()}
    return {craft.slug: best(craft.names).text for craft in crafts()}, kinds


def rule_lines(known: Book, on: date) -> list[RuleLine]:
    """Every rule, also those that are over."""
    crafts_called, kinds_called = goods_called()
    where, goods = places(), crafts_called | kinds_called
    return [
        RuleLine(
            rule,
            paper_name(rule.paper, known),
            need_words(rule.need),
            for_which(rule, known, goods),
            where.get(rule.where, rule.where),
            conditions_said(rule, known),
            stands(rule, on),
        )
        for rule in known.rules
    ]


@require_safe
@office(DEED)
def papers(request: Request) -> HttpResponse:
    """Kinds and rules; `?paper=` narrows both to one paper, `?over=1` shows rules that are over too."""
    of_district(request, DEED)
    known, chosen, over = book(), request.GET.get("paper", ""), request.GET.get("over") == "1"
    every = rule_lines(known, today())
    lines = [line for line in every if not chosen or line.rule.paper == chosen]
    numbers: dict[str, int] = {}
    for line in every:
        if line.stands not in OVER:
            numbers[line.rule.paper] = numbers.get(line.rule.paper, 0) + 1
    kinds = [
        KindLine(
            kind,
            (mask_of(kind.shape) or kind.example) if kind.shape else "",
            PROOFS[kind.proof],
            HOLDERS[kind.holder],
            number_words(kind),
            paper_name(kind.paper, known) if kind.paper != kind.slug else "",
            numbers.get(kind.paper, 0),
        )
        for kind in known.kinds.values()
        if not chosen or kind.paper == chosen
    ]
    papers_there = dict.fromkeys(kind.paper for kind in known.kinds.values())
    context: dict[str, Any] = {
        "kinds": kinds,
        "rules": [line for line in lines if over or line.stands not in OVER],
        "past": sum(line.stands in OVER for line in lines),
        "over": over,
        "papers": [(paper, paper_name(paper, known)) for paper in papers_there],
        "chosen": chosen if chosen in papers_there else "",
    }
    return page(request, "crafts/papers", **context)


@require_http_methods(["GET", "HEAD", "POST"])
@office(DEED)
def new_kind(request: Request) -> HttpResponse:
    """One more kind of paper."""
    of_district(request, DEED)
    known = book()
    if request.method != "POST":
        return _drawn(request, PaperKindForm(request.mart, known), None)
    form = PaperKindForm(request.mart, known, data=request.POST)

    def make() -> PaperKind:
        return makers.make_paper_kind(form.told(), slug=form.cleaned_data["slug"].strip(), by=actor(request))

    answer = saved(request, form, once(request, make), done=_("Paper added, for every mart."), back=LIST)
    return answer or _drawn(request, form, None, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@office(DEED)
def kind(request: Request, slug: str) -> HttpResponse:
    """All that is said of a kind of paper. Which goods move is shown before it counts as another paper."""
    of_district(request, DEED)
    known = book()
    found = known.kinds.get(slug)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _drawn(request, PaperKindForm(request.mart, known, found), found)
    form = PaperKindForm(request.mart, known, found, request.POST)

    def change() -> PaperKind:
        return makers.change_paper_kind(slug, form.told(), seen=form.seen_at, by=actor(request))

    action = once(request, change)
    if done_before(request, action):
        return redirect("office:crafts:paper_kind", slug)
    moves = _moves(form, found, known) if form.is_valid() else []
    if moves and request.POST.get("agreed") != agreed(moves):
        return _drawn(request, form, found, moves=moves)
    answer = saved(request, form, action, done=_("Paper saved, for every mart."), back=LIST)
    return answer or _drawn(request, form, found, moves=moves, status=422)


def _moves(form: PaperKindForm, found: PaperKind, known: Book) -> list[PaperMove]:
    """The goods that wait for something else when the kind is so; nothing of what cannot be said anyway."""
    told = form.told()
    try:
        check_kind(told, known, known=found)
    except HaatError:
        return []
    row = PaperKind(slug=found.slug, position=found.position, **kept_of_kind(found.slug, told))
    if (row.paper, row.holder) == (found.paper, found.holder):
        return []
    wanted = {row.paper, found.paper}
    return list(moved_by_papers(known, with_kind(known, row), wanted, where=EVERYWHERE, on=today()))


def _drawn(
    request: Request,
    form: PaperKindForm,
    found: PaperKind | None,
    *,
    moves: Sequence[PaperMove] = (),
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "kind": found, "nonce": nonce(), "moves": moves_shown(request, moves)}
    if found is not None and found.pk is not None:
        context["history"] = history_of(("makers.paperkind", [found.pk]))
    return page(request, "crafts/paper_kind", status=status, **context)


# ---- what kinds and rules share ----


def agreed(moves: Sequence[PaperMove]) -> str:
    """What was shown, in short: when it is another by the time somebody agrees, it is shown anew."""
    told = [(move.good_id, [(need.paper, need.code) for need in move.after]) for move in moves]
    return digest(told)


def moves_shown(request: Request, moves: Sequence[PaperMove]) -> Moves | None:
    """The goods that move, those of this mart by name, with what is said of each: now, and then."""
    if not moves:
        return None
    rows, makers = named(request.mart, moves), len({move.maker_id for move in moves})
    held, freed = sum(move.is_held for move in moves), sum(move.is_freed for move in moves)
    will, free = "%(number)s will wait for a paper.", "%(number)s will wait for none any more."
    stress = [(held, ngettext(will, will, held)), (freed, ngettext(free, free, freed))]
    heading = ngettext(
        "%(number)s good needs something else then", "%(number)s goods need something else then", len(moves)
    )
    return Moves(
        heading % {"number": group_lakh(len(moves))},
        (_("Is said of it now"), _("Will be said of it")),
        "office/crafts/parts/move_of_paper.html",
        rows,
        len(moves) - len(rows),
        _("Nothing is saved yet. Press the key below to save."),
        agreed(moves),
        [ngettext("Of %(number)s maker.", "Of %(number)s makers.", makers) % {"number": group_lakh(makers)}],
        [words % {"number": group_lakh(number)} for number, words in stress if number],
    )
