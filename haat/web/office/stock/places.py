"""Places of stock: the list, one place with what lies there and whose it is, opening, changing and closing it."""

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haat.delivery import actions as delivery
from haat.makers.models import Maker
from haat.orders.arriving import sources_of
from haat.places.models import Mart
from haat.stock import actions
from haat.stock.holdings import (
    away_in,
    held_in,
    last_moves,
    lying_at,
    on_the_way,
    pieces_at,
    sellers_at,
    warehouses_of,
    with_missing,
)
from haat.stock.models import SellsFrom, StockItem, StockPlace
from haat.stock.rules import COUNTER, MART
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import numbered, with_those
from haat.web.office.desk.page import act, act_with, of_district, page, say_undrawn
from haat.web.office.stock.forms import CountForm, FoundForm, OpenForm, PlaceForm, SellForm
from haat.web.office.stock.words import channel_words
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import name_of_sending, nonce, once

MOVES, MOST_MOVES, ITEMS = 12, 8, 15


def _here(request: Request, deed: str, pk: int) -> StockPlace:
    """A place of the mart that is not a maker's own; 404 otherwise."""
    of_district(request, deed)
    return one_or_404(away_in(request.mart).select_related("place", "mart__place"), pk=pk)


@require_safe
@office("see_stock")
def stock(request: Request) -> HttpResponse:
    """Every place with its pieces, what is on the way, and what is missing."""
    of_district(request, "see_stock")
    return page(
        request,
        "stock/list",
        places=held_in(request.mart),
        going=numbered(request, on_the_way(request.mart), size=MOVES, name="going"),
        missing=numbered(request, with_missing(request.mart), size=MOVES, name="missing"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office("move_stock")
def open_(request: Request) -> HttpResponse:
    """Open a hub, a sale centre, a stall or a warehouse."""
    of_district(request, "move_stock")
    form, status, made = OpenForm(request.mart, kind=StockPlace.Kind.HUB), 200, []
    if request.method == "POST":
        form, status = OpenForm(request.mart, request.POST, kind=request.POST.get("kind", "")), 422

        def do() -> None:
            given = form.cleaned_data
            made.append(actions.open_place(request.mart, **given, by=actor(request)))

        if act_with(request, form, once(request, do), done=_("Opened. Goods can be sent there now.")):
            return redirect("office:stock:place", made[0].pk) if made else redirect("office:stock:list")
    return page(request, "stock/open", status=status, form=form, nonce=nonce())


@require_safe
@office("see_stock")
def place(request: Request, pk: int) -> HttpResponse:
    """One place."""
    return _page(request, _here(request, "see_stock", pk))


def _page(
    request: Request,
    shown: StockPlace,
    *,
    counts: dict[int, CountForm] | None = None,
    sell_form: SellForm | None = None,
    found_form: FoundForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = numbered(request, lying_at(shown), size=ITEMS)
    lying = lying_at(shown)
    refused = lying.filter(variant__in=counts or {}).values_list("pk", flat=True)
    items = with_those(found.rows, lying, list(refused) if counts else [])
    pieces, free = pieces_at(shown)
    sellers = sellers_at(shown)
    wanted = _may_sell(shown, sellers)
    for variant_id, form in (counts or {}).items():
        say_undrawn(request, form, drawn=variant_id in {item.variant_id for item in items})
    context: dict[str, Any] = {
        "place": shown,
        "groups": _by_maker(items, counts or {}),
        "listing": found,
        "pieces": pieces,
        "free": free,
        "sellers": [(row, channel_words(row.channel, row.account)) for row in sellers],
        "sell_form": sell_form or (SellForm(wanted) if wanted else None),
        "found_form": found_form or FoundForm(shown, prefix="found"),
        "moves": last_moves(shown, MOST_MOVES),
        "nonce": nonce(),
        "history": history_of(("stock.stockplace", [shown.pk])),
    }
    return page(request, "stock/place", status=status, **context)


def _by_maker(
    items: list[StockItem], counts: dict[int, CountForm]
) -> list[tuple[Maker, list[tuple[StockItem, CountForm]]]]:
    """Whose it is: each maker with her goods, each good with the form that counts it."""
    return [
        (maker, [(item, counts.get(item.variant_id) or _count_form(item)) for item in own])
        for maker, own in groupby(items, key=lambda item: item.variant.good.maker)
    ]


def _count_form(item: StockItem) -> CountForm:
    return CountForm(prefix=f"c{item.variant_id}", initial={"on_hand": item.on_hand})


def _may_sell(shown: StockPlace, sellers: list[SellsFrom]) -> list[tuple[str, str]]:
    """Who may sell from it besides those who do: a warehouse has its marketplace only."""
    if shown.closed_at is not None:
        return []
    known = {(row.channel, row.account) for row in sellers if row.stopped_at is None}
    before = [(row.channel, row.account) for row in sellers if row.stopped_at is not None]
    others = [] if shown.kind == StockPlace.Kind.WAREHOUSE else [(MART, ""), *_elsewhere(shown.mart)]
    return [seller for seller in dict.fromkeys([*before, *others]) if seller not in known]


def _elsewhere(mart: Mart) -> list[tuple[str, str]]:
    """Marketplaces with a warehouse here, and whoever else has sold for the mart; a counter sells where it stands."""
    return [*warehouses_of(mart), *(source for source in sources_of(mart) if source[0] != COUNTER)]


@require_http_methods(["GET", "HEAD", "POST"])
@office("move_stock")
def change(request: Request, pk: int) -> HttpResponse:
    """Another name, address or keeper."""
    shown, status = _here(request, "move_stock", pk), 200
    facts = ("name", "address", "pin", "keeper", "phone")
    initial = {field: getattr(shown, field) for field in facts} | {"where": shown.place_id}
    form = PlaceForm(request.mart, kind=shown.kind, initial=initial)
    if request.method == "POST":
        form, status = PlaceForm(request.mart, request.POST, kind=shown.kind), 422
        if act_with(
            request,
            form,
            lambda: actions.change_place(shown, **form.cleaned_data, by=actor(request)),
            done=_("Saved."),
        ):
            return redirect("office:stock:place", pk)
    return page(request, "stock/change", status=status, form=form, place=shown)


@require_POST
@office("move_stock")
def close(request: Request, pk: int) -> HttpResponse:
    """Nothing lies there any more."""
    shown = _here(request, "move_stock", pk)
    act(request, lambda: delivery.close_place(shown, by=actor(request)), done=_("Closed."))
    return redirect("office:stock:place", pk)


@require_POST
@office("move_stock")
def sell(request: Request, pk: int) -> HttpResponse:
    """A channel sells what lies there."""
    shown = _here(request, "move_stock", pk)
    wanted = _may_sell(shown, sellers_at(shown))
    form = SellForm(wanted, request.POST)

    def do() -> None:
        channel, _space, account = form.cleaned_data["seller"].partition(" ")
        actions.sell_from(shown, channel=channel, account=account, by=actor(request))

    if act_with(request, form, do, done=_("What lies here is sold there now.")):
        return redirect("office:stock:place", pk)
    return _page(request, shown, sell_form=form, status=422)


@require_POST
@office("move_stock")
def stop(request: Request, pk: int, seller: int) -> HttpResponse:
    """A channel no longer sells what lies there."""
    shown = _here(request, "move_stock", pk)
    row = one_or_404(shown.sold_by.all(), pk=seller)
    act(
        request,
        lambda: actions.stop_selling_from(shown, channel=row.channel, account=row.account, by=actor(request)),
        done=_("No longer sold from here. What was ordered is still sent."),
    )
    return redirect("office:stock:place", pk)


@require_POST
@office("move_stock")
def count(request: Request, pk: int, variant: int) -> HttpResponse:
    """So many pieces lie there, counted by hand."""
    shown = _here(request, "move_stock", pk)
    item = one_or_404(shown.items.select_related("variant__good__maker"), variant__pk=variant)
    form = CountForm(request.POST, prefix=f"c{variant}")
    cause = f"desk:{name_of_sending(request)}"

    def do() -> None:
        pieces = form.cleaned_data["on_hand"]
        actions.count(item.variant, on_hand=pieces, place=shown, cause=cause, by=actor(request))

    if act_with(request, form, do, done=_("Counted.")):
        return redirect("office:stock:place", pk)
    return _page(request, shown, counts={variant: form}, status=422)


@require_POST
@office("move_stock")
def found(request: Request, pk: int) -> HttpResponse:
    """Another good lies there than stands in the list: so many pieces of it, counted by hand."""
    shown = _here(request, "move_stock", pk)
    form = FoundForm(shown, request.POST, prefix="found")
    cause = f"desk:{name_of_sending(request)}"

    def do() -> None:
        good, pieces = form.cleaned_data["good"], form.cleaned_data["on_hand"]
        actions.count(good, on_hand=pieces, place=shown, cause=cause, by=actor(request))

    if act_with(request, form, do, done=_("Counted.")):
        return redirect("office:stock:place", pk)
    return _page(request, shown, found_form=form, status=422)
