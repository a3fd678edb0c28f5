"""Orders from elsewhere: the list, and one of them as it came, with what waits for the desk."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue.models import Variant
from haat.catalogue.queries import variant_of, variants_by_sku, variants_shown
from haat.core.abroad import RUPEE, told_money
from haat.core.languages import current
from haat.orders import actions
from haat.orders.arriving import (
    WAITING,
    arrivals_visible_to,
    differences,
    line_of,
    listed,
    plain_rows,
    tellings,
    whole,
)
from haat.orders.models import Arrival, ArrivedLine
from haat.people.rules import can
from haat.shelf.queries import listing as search
from haat.stock.queries import available
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import ids, listing, typed
from haat.web.office.desk.page import act, act_with, here, page, say_undrawn
from haat.web.office.orders.forms import AnswerForm, DropForm
from haat.web.office.orders.words import ARRIVAL_STATES, told_field, what_follows
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

MOST_FOUND = 8
SORTS = {"came": "came_at", "channel": "channel", "number": "external_id"}
OPEN = ArrivedLine.State.OPEN


@require_safe
@office("see_orders")
def arrivals(request: Request) -> HttpResponse:
    """What came, what waits for the desk first."""
    tab = request.GET.get("state", "")
    here(request, "see_orders")
    rows = arrivals_visible_to(request.user, request.mart)
    if tab in ARRIVAL_STATES:
        rows = rows.filter(state=tab)
    elif tab != "all":
        rows, tab = rows.filter(state__in=WAITING), ""
    if words := typed(request, "q"):
        rows = rows.filter(external_id__icontains=words)
    context: dict[str, Any] = {
        "listing": listing(request, listed(rows), SORTS, "-came"),
        "tab": tab,
        "tabs": [
            ("", gettext("What waits")),
            *((state, words) for state, words in ARRIVAL_STATES.items() if state != Arrival.State.OPEN),
            ("all", gettext("All")),
        ],
        "may_change": can(request.user, "change_orders", mart=request.mart),
    }
    return page(request, "orders/arrivals", **context)


def _one(request: Request, pk: int) -> Arrival:
    return one_or_404(whole(arrivals_visible_to(request.user, request.mart)), pk=pk)


@require_safe
@office("see_orders")
def arrival(request: Request, pk: int) -> HttpResponse:
    """One telling as it came, each open line with what can be done with it."""
    return _page(request, _one(request, pk))


def _page(
    request: Request,
    found: Arrival,
    *,
    drop: tuple[int, DropForm] | None = None,
    answer: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    told = tellings(found)
    first = told[0]
    lines = list(found.lines.all())
    say_undrawn(request, answer, drawn=found.state == Arrival.State.CHANGED)
    context: dict[str, Any] = {
        "arrival": found,
        "first": first,
        "others": [each for each in told if each.pk != found.pk],
        "lines": _rows(request, found, lines, drop),
        "rows": [(told_field(field), value) for field, value in plain_rows(found.told)],
        "differences": [
            (told_field(field), before, now)
            for field, before, now in (differences(first.told, found.told) if not found.first else ())
        ],
        "answer_form": answer or AnswerForm(prefix="answer"),
        "may_change": can(request.user, "change_orders", mart=request.mart),
        "history": history_of(
            ("orders.arrival", [each.pk for each in told]), ("orders.arrivedline", [line.pk for line in lines])
        ),
    }
    return page(request, "orders/arrival", status=status, **context)


def _may_be(request: Request, words: str) -> list[Variant]:
    """The goods of the shop that words may mean: a SKU or how it begins, or what the shop's own search finds."""
    words = words.strip()
    if not words:
        return []
    found = [card.id for card in search(request.mart, current(), query=words, size=MOST_FOUND).cards]
    return variants_shown(request.mart, good_ids=found, sku=words[:40], most=MOST_FOUND)


def _rows(
    request: Request, found: Arrival, lines: list[ArrivedLine], drop: tuple[int, DropForm] | None
) -> list[dict[str, Any]]:
    """Each line as the page shows it; to the one that is looked for, or the first nobody knows, the goods it may be."""
    open_lines = [line for line in lines if line.state == OPEN]
    known = variants_by_sku(request.mart, {line.sku for line in open_lines if line.sku}) if open_lines else {}
    unknown = [line for line in open_lines if line.sku not in known]
    asked = (ids([request.GET.get("line", "")]) or [unknown[0].pk if unknown else 0])[0]
    words = {line.pk: typed(request, "q") or line.title or line.sku for line in open_lines if line.pk == asked}
    goods = _may_be(request, words.get(asked, ""))
    shown = [variant.pk for variant in [*known.values(), *goods]]
    free = available(shown, found.channel, found.account) if open_lines else {}
    currency = str(found.told.get("currency") or RUPEE)
    return [
        {
            "line": line,
            "told": told_money(line.piece_minor, currency) if currency != RUPEE else "",
            "known": _choice(known[line.sku], free) if line.sku in known and line.state == OPEN else None,
            "asked": line.pk in words,
            "words": words.get(line.pk, line.title or line.sku),
            "goods": [_choice(variant, free) for variant in goods] if line.pk in words else [],
            "drop_form": drop[1] if drop and drop[0] == line.pk else DropForm(prefix=f"drop{line.pk}"),
        }
        for line in lines
    ]


def _choice(variant: Any, free: dict[int, int]) -> dict[str, Any]:
    names = {text.language: text.name for text in variant.good.texts.all()}
    return {"variant": variant, "names": names, "maker": variant.good.maker, "free": free.get(variant.pk, 0)}


def _line(request: Request, pk: int, line: int) -> tuple[Arrival, ArrivedLine]:
    found = _one(request, pk)
    row = line_of(found, line)
    if row is None:
        raise Http404
    return found, row


@require_POST
@office("change_orders")
def take_line(request: Request, pk: int, line: int) -> HttpResponse:
    """This is the good of an open line."""
    _found, row = _line(request, pk, line)
    variant = variant_of(request.mart, (ids([request.POST.get("variant", "")]) or [0])[0])
    if variant is None:
        raise Http404
    taken: list[ArrivedLine] = []
    act(
        request,
        lambda: taken.append(actions.settle_line(row, variant=variant, by=actor(request))),
        done=lazy(lambda: _taken(taken), str)(),
    )
    return redirect("office:orders:arrival", pk)


def _taken(lines: list[ArrivedLine]) -> str:
    """What happens now with lines that were just taken."""
    return f"{gettext('Taken.')} {what_follows(each.line.part for each in lines if each.line)}"


@require_POST
@office("change_orders")
def drop_line(request: Request, pk: int, line: int) -> HttpResponse:
    """Nothing is sent for an open line."""
    found, row = _line(request, pk, line)
    form = DropForm(request.POST, prefix=f"drop{line}")
    done = _("Dropped. Nothing is sent for this line.")
    if act_with(
        request,
        form,
        lambda: actions.drop_line(row, reason=form.cleaned_data["reason"], by=actor(request)),
        done=done,
    ):
        return redirect("office:orders:arrival", pk)
    return _page(request, found, drop=(line, form), status=422)


@require_POST
@office("change_orders")
def see_change(request: Request, pk: int) -> HttpResponse:
    """Somebody looked at what was told otherwise."""
    found, form = _one(request, pk), AnswerForm(request.POST, prefix="answer")
    if act_with(
        request,
        form,
        lambda: actions.see_change(found, answer=form.cleaned_data["reason"], by=actor(request)),
        done=_("Kept. It no longer waits for you."),
    ):
        return redirect("office:orders:arrival", pk)
    return _page(request, found, answer=form, status=422)
