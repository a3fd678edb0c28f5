"""Kinds of goods: the list, one to change with what would move by it, and a new one."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from haat.catalogue import asking
from haat.catalogue.asking import Moved
from haat.catalogue.kind_errors import KindChanged
from haat.catalogue.kind_facts import KindTold
from haat.catalogue.models import Craft, GoodKind
from haat.catalogue.queries import crafts
from haat.catalogue.taxing import Rules
from haat.core.errors import HaatError
from haat.core.sendings import Again
from haat.pricing.queries import tax_lines, tax_lines_called
from haat.studio import actions as studio
from haat.web.office.crafts.kind_forms import KindForm
from haat.web.office.desk.history import history_of
from haat.web.office.desk.meanwhile import digest
from haat.web.office.desk.page import done_before, of_district, page
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import Once, nonce, once

DEED = "change_crafts"
NAMED = 30  # goods of this mart that are shown by name when rules move them
ALL = "all"


@require_safe
@office(DEED)
def kinds(request: Request) -> HttpResponse:
    """Every kind by its craft, with its line, its goods and how much is asked of them."""
    of_district(request, DEED)
    found = asking.kinds()
    lines = tax_lines_called({kind.tax_slug for kind in found})
    uses, counts = asking.kind_uses(), asking.attribute_counts()
    rows = [
        {
            "kind": kind,
            "line": lines.get(kind.tax_slug),
            "goods": uses.get(kind.pk, 0),
            "asks": counts.get(kind.pk, 0),
            "proven": kind.sure.get("tax_slug", True),
        }
        for kind in found
    ]
    return page(request, "crafts/kinds", rows=rows, of_all=counts.get(None, 0), crafts=crafts())


@require_http_methods(["GET", "HEAD", "POST"])
@office(DEED)
def new(request: Request) -> HttpResponse:
    """One more kind of a craft (`?craft=`), or of any."""
    of_district(request, DEED)
    slug = request.GET.get("craft", "")
    craft: Craft | None = next((each for each in crafts() if each.slug == slug), None)
    asked = asking.attributes_for([None])[None]
    if request.method != "POST":
        return _drawn(request, KindForm(request.mart, tax_lines(), asked), None, craft)
    form = KindForm(request.mart, tax_lines(), asked, data=request.POST)

    def make() -> GoodKind:
        return studio.make_kind(craft, form.told(), slug=form.cleaned_data["slug"].strip(), by=actor(request))

    answer = _save(request, form, once(request, make), None)
    return answer or _drawn(request, form, None, craft, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@office(DEED)
def kind(request: Request, slug: str) -> HttpResponse:
    """All that is said of a kind. Which goods move is shown before other rules are saved."""
    of_district(request, DEED)
    found = one_or_404(asking.kinds_by_slug(), slug=slug)
    asked = asking.attributes_for([found])[found.pk]
    if request.method != "POST":
        return _drawn(request, KindForm(request.mart, tax_lines(), asked, found), found, found.craft)
    form = KindForm(request.mart, tax_lines(), asked, found, request.POST)

    def change() -> GoodKind:
        return studio.change_kind(found, form.told(), seen=form.seen_at, by=actor(request))

    action = once(request, change)
    if done_before(request, action):
        return redirect("office:crafts:kind", slug)
    moves = _moves(found, form.told()) if form.is_valid() else []
    if moves and request.POST.get("agreed") != _agreed(moves):
        return _drawn(request, form, found, found.craft, moves=moves)
    answer = _save(request, form, action, found)
    return answer or _drawn(request, form, found, found.craft, status=422)


def _moves(kind: GoodKind, told: KindTold) -> list[Moved]:
    """The goods for which other rules choose another code or tax line."""
    rules = Rules(told.hsn, told.tax_slug, told.rules, {**kind.sure, "tax_slug": told.proven})
    same = (kind.hsn, kind.tax_slug, kind.rules) == (rules.hsn, rules.tax_slug, rules.rules)
    return [] if same else list(asking.moved_by(kind, rules))


def _agreed(moves: Sequence[Moved]) -> str:
    """What was shown, in short: when it is another by the time somebody agrees, it is shown anew."""
    return digest([(each.good_id, sorted(each.followed.after.items()), each.followed.asked) for each in moves])


def _save(request: Request, form: KindForm, action: Once[GoodKind], kind: GoodKind | None) -> HttpResponse | None:
    """Do it and go to the kind's page; None when the form, or a room, refused: what was typed stays."""
    if kind is None and done_before(request, action):
        return redirect("office:crafts:kinds")
    if not form.is_valid():
        return None
    try:
        saved = action()
    except Again as told:
        messages.info(request, told.message)
        return redirect("office:crafts:kinds")
    except KindChanged as problem:
        form.told_of_change()
        form.add_error(None, problem.message)
        return None
    except HaatError as problem:
        form.refuse(problem)
        return None
    messages.success(request, str(_("Kind saved, for every mart.")))
    return redirect("office:crafts:kind", saved.slug)


def _drawn(
    request: Request,
    form: KindForm,
    kind: GoodKind | None,
    craft: Craft | None,
    *,
    moves: Sequence[Moved] = (),
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "kind": kind, "craft": craft, "nonce": nonce(), **_shown(request, moves)}
    if kind is not None:
        own = list(asking.attributes_of(kind))
        context |= {"asks": own, "history": history_of(("catalogue.goodkind", [kind.pk]))}
    return page(request, "crafts/kind", status=status, **context)


def _shown(request: Request, moves: Sequence[Moved]) -> dict[str, Any]:
    """The goods that move, those of this mart by name, and those that stay because somebody set theirs by hand."""
    if not moves:
        return {}
    moved = [each for each in moves if not each.followed.asked]
    mine = [each for each in moves if each.mart_id == request.mart.pk][:NAMED]
    goods = {good.pk: good for good in asking.goods_named([each.good_id for each in mine], request.mart)}
    slugs = {each.tax_slug for each in mine} | {each.followed.after.get("tax_slug", "") for each in mine}
    lines = tax_lines_called(slugs - {""})
    rows = [
        {
            "good": goods[each.good_id],
            "hsn": each.hsn,
            "hsn_after": each.followed.after.get("hsn", each.hsn),
            "tax": lines.get(each.tax_slug),
            "tax_after": lines.get(each.followed.after.get("tax_slug", each.tax_slug)),
            "asked": each.followed.asked,
        }
        for each in mine
        if each.good_id in goods
    ]
    words = ngettext("%(n)s good gets another HSN or tax line", "%(n)s goods get another HSN or tax line", len(moved))
    return {
        "moves": rows,
        "moving": words % {"n": len(moved)},
        "staying": len(moves) - len(moved),
        "others": len(moves) - len(rows),
        "agreed": _agreed(moves),
    }
