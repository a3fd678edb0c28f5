"""Kinds of goods: the list, one to change with what would move by it, and a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from haat.catalogue import asking
from haat.catalogue.asking import Moved
from haat.catalogue.kind_facts import KindTold
from haat.catalogue.models import Craft, GoodKind
from haat.catalogue.queries import crafts
from haat.catalogue.taxing import Rules
from haat.core.money import group_lakh
from haat.pricing.models import TaxRule
from haat.pricing.queries import tax_lines, tax_lines_called
from haat.studio import actions as studio
from haat.web.office.crafts.kind_forms import KindForm
from haat.web.office.crafts.kind_sources import sources_said
from haat.web.office.crafts.moving import Moves, named
from haat.web.office.desk.history import history_of
from haat.web.office.desk.meanwhile import digest
from haat.web.office.desk.page import done_before, of_district, page
from haat.web.office.desk.saving import saved
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

DEED = "change_crafts"
ALL = "all"
SAVED = _("Kind saved, for every mart.")


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

    answer = saved(request, form, once(request, make), done=SAVED, back=_page_of)
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
    answer = saved(request, form, action, done=SAVED, back=_page_of)
    return answer or _drawn(request, form, found, found.craft, status=422)


def _page_of(kind: GoodKind | None) -> str:
    return reverse("office:crafts:kind", args=[kind.slug]) if kind is not None else reverse("office:crafts:kinds")


def _moves(kind: GoodKind, told: KindTold) -> list[Moved]:
    """The goods for which other rules choose another code or tax line."""
    rules = Rules(told.hsn, told.tax_slug, told.rules, {**kind.sure, "tax_slug": told.proven})
    same = (kind.hsn, kind.tax_slug, kind.rules) == (rules.hsn, rules.tax_slug, rules.rules)
    return [] if same else list(asking.moved_by(kind, rules))


def _agreed(moves: Sequence[Moved]) -> str:
    """What was shown, in short: when it is another by the time somebody agrees, it is shown anew."""
    return digest([(each.good_id, sorted(each.followed.after.items()), each.followed.asked) for each in moves])


def _drawn(
    request: Request,
    form: KindForm,
    kind: GoodKind | None,
    craft: Craft | None,
    *,
    moves: Sequence[Moved] = (),
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "kind": kind,
        "craft": craft,
        "nonce": nonce(),
        "moves": _shown(request, moves),
    }
    if kind is not None:
        own = list(asking.attributes_of(kind))
        context["sources"] = sources_said(kind.source) if kind.source else []
        context |= {"asks": own, "history": history_of(("catalogue.goodkind", [kind.pk]))}
    return page(request, "crafts/kind", status=status, **context)


@dataclass(frozen=True)
class Row:
    """Code and tax line of a good, as they are and as they would be; `asked`: they stay, somebody set them by hand."""

    hsn: str
    hsn_after: str
    tax: TaxRule | None
    tax_after: TaxRule | None
    asked: bool


def _shown(request: Request, moves: Sequence[Moved]) -> Moves | None:
    """The goods that move, those of this mart by name, and those that stay because somebody set theirs by hand."""
    if not moves:
        return None
    number = sum(not each.followed.asked for each in moves)
    mine = named(request.mart, moves)
    slugs = {slug for _good, each in mine for slug in (each.tax_slug, each.followed.after.get("tax_slug", ""))}
    lines = tax_lines_called(slugs - {""})
    rows = [(good, _row(each, lines)) for good, each in mine]
    heading = ngettext("%(n)s good gets another HSN or tax line", "%(n)s goods get another HSN or tax line", number)
    staying = ngettext(
        "%(n)s good keeps what somebody set by hand; its page asks about it.",
        "%(n)s goods keep what somebody set by hand; their pages ask about it.",
        len(moves) - number,
    )
    return Moves(
        heading % {"n": group_lakh(number)},
        (_("It has"), _("It gets")),
        "office/crafts/parts/move_of_kind.html",
        rows,
        len(moves) - len(rows),
        _("Invoices that were written stay as they are. Press the key below to save."),
        _agreed(moves),
        [staying % {"n": group_lakh(len(moves) - number)}] if number < len(moves) else (),
    )


def _row(moved: Moved, lines: Mapping[str, TaxRule]) -> Row:
    after = moved.followed.after
    return Row(
        moved.hsn,
        after.get("hsn", moved.hsn),
        lines.get(moved.tax_slug),
        lines.get(after.get("tax_slug", moved.tax_slug)),
        moved.followed.asked,
    )
