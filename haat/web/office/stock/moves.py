"""What goes from one place to another: written, printed, counted when it comes, and what is missing accounted for."""

import re
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haat.core.languages import current
from haat.stock import actions
from haat.stock.errors import CountedTooMany, NotFree
from haat.stock.holdings import makers_lying_at, moves_in, named_at, places_in, senders
from haat.stock.models import Move, StockItem, StockPlace
from haat.stock.rules import Came
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import numbered, typed
from haat.web.office.desk.page import act_with, of_district, page, say_undrawn
from haat.web.office.desk.pdf import pdf
from haat.web.office.stock.forms import ReceiveForm, SendForm, SettleForm
from haat.web.papers.challans import challan_pdf
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import name_of_sending, nonce

# What is sent together is written on one page, so a page takes as much as anybody loads at once.
MOST, GOODS = 30, 60
PIECES_FIELD = re.compile(r"pieces_([1-9][0-9]{0,17})")


@require_safe
@office("move_stock")
def senders_page(request: Request) -> HttpResponse:
    """From where: places and makers with free pieces."""
    of_district(request, "move_stock")
    words = typed(request, "q")
    return page(request, "stock/senders", places=list(senders(request.mart, words)[:MOST]), words=words)


@require_http_methods(["GET", "HEAD", "POST"])
@office("move_stock")
def send(request: Request, pk: int) -> HttpResponse:
    """Write down what leaves a place, and where it goes."""
    of_district(request, "move_stock")
    source = one_or_404(places_in(request.mart), pk=pk)
    asked = _asked(request)
    lying = named_at(source, also=asked)
    free = lying.filter(on_hand__gt=F("reserved"))
    found = numbered(request, free, size=GOODS)
    items = list(lying.filter(variant__in=asked)) if asked else found.rows
    targets = _targets(source, items)
    form, status, made = SendForm(items, targets), 200, []
    if request.method == "POST":
        # Whoever had looked at another page may have chosen a maker of that one.
        form, status = SendForm(items, _targets(source, items, all_makers=True), request.POST), 422

        def do() -> None:
            key, given = f"form:{name_of_sending(request)}", form.cleaned_data
            try:
                sent = actions.dispatch(
                    source, target=given["target"], pieces=form.pieces(), key=key, by=actor(request)
                )
            except NotFree as problem:
                problem.field = f"pieces_{problem.variant_id}"
                raise
            made.append(sent)

        if act_with(request, form, do, done=_("Written down. Print the challan and give it along.")):
            return redirect("office:stock:move", made[0].pk)
    context = {
        "form": form,
        "source": source,
        "items": items,
        "listing": found,
        "somewhere": form.somewhere,
        "nonce": nonce(),
    }
    return page(request, "stock/send", status=status, **context)


def _asked(request: Request) -> set[int]:
    """The variants whose pieces were written down: none is passed over because it was sold or sent meanwhile."""
    return {int(found[1]) for field in request.POST if (found := PIECES_FIELD.fullmatch(field))}


def _targets(source: StockPlace, items: list[StockItem], *, all_makers: bool = False) -> QuerySet[StockPlace]:
    """Where it may go: to any other place of the mart; to a maker, when she made some of these goods.

    `all_makers`: to any maker of what lies here.
    """
    own = {item.variant.good.maker_id for item in items}  # also of what has left since it was written down
    found = places_in(source.mart).filter(closed_at=None).exclude(pk=source.pk)
    found = found.select_related(None).select_related("maker")
    whose = Q(maker=None) | Q(maker__in=own)
    if all_makers:
        whose |= Q(maker__in=makers_lying_at(source))
    return found.filter(whose).order_by("maker", "name", "pk")


def _here(request: Request, deed: str, pk: int) -> Move:
    of_district(request, deed)
    return one_or_404(moves_in(request.mart), pk=pk)


@require_safe
@office("see_stock")
def move(request: Request, pk: int) -> HttpResponse:
    """One move."""
    return _page(request, _here(request, "see_stock", pk))


def _page(
    request: Request,
    shown: Move,
    *,
    receiving: ReceiveForm | None = None,
    settling: dict[int, SettleForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = list(shown.lines.all())
    lost = [line for line in lines if line.lost]
    say_undrawn(request, receiving, drawn=shown.received_at is None)
    for line_id, form in (settling or {}).items():
        say_undrawn(request, form, drawn=line_id in {line.pk for line in lost})
    context: dict[str, Any] = {
        "move": shown,
        "lines": lines,
        "pieces": sum(line.sent for line in lines),
        "receiving": receiving or ReceiveForm(lines),
        "lost": [(line, (settling or {}).get(line.pk) or _settle_form(line.pk, line.missing)) for line in lost],
        "nonce": nonce(),
        "history": history_of(("stock.move", [shown.pk])),
    }
    return page(request, "stock/move", status=status, **context)


def _settle_form(pk: int, missing: int) -> SettleForm:
    return SettleForm(prefix=f"m{pk}", initial={"found": missing})


@require_POST
@office("move_stock")
def receive(request: Request, pk: int) -> HttpResponse:
    """Count what has come."""
    shown = _here(request, "move_stock", pk)
    form = ReceiveForm(list(shown.lines.all()), request.POST)

    def do() -> None:
        given = form.cleaned_data
        counts = {
            line.variant_id: Came(given[f"came_{line.variant_id}"], given[f"spoilt_{line.variant_id}"])
            for line in form.lines
        }
        try:
            actions.receive(shown, counts=counts, by=actor(request))
        except CountedTooMany as problem:
            problem.field = f"came_{problem.variant_id}"
            raise

    if act_with(request, form, do, done=_("Counted. What came lies here now.")):
        return redirect("office:stock:move", pk)
    return _page(request, shown, receiving=form, status=422)


@require_POST
@office("move_stock")
def settle(request: Request, pk: int, line: int) -> HttpResponse:
    """Say what became of missing pieces."""
    shown = _here(request, "move_stock", pk)
    lost = one_or_404(shown.lines.all(), pk=line)
    form = SettleForm(request.POST, prefix=f"m{line}")

    def do() -> None:
        given = form.cleaned_data
        try:
            actions.settle_missing(lost, found=given["found"], reason=given["reason"], by=actor(request))
        except CountedTooMany as problem:
            problem.field = "found"
            raise

    if act_with(request, form, do, done=_("Written down.")):
        return redirect("office:stock:move", pk)
    return _page(request, shown, settling={line: form}, status=422)


@require_safe
@office("see_stock")
def challan(request: Request, pk: int) -> HttpResponse:
    """The paper that goes with it."""
    shown = _here(request, "see_stock", pk)
    return pdf(f"challan-{shown.number}", challan_pdf(shown, current()))
