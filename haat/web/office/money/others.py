"""From others: who sells for the mart and owes it money, what has not come, and what came for each part."""

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.dates import financial_year, today
from haat.core.kept import Kept
from haat.ledger import actions
from haat.ledger.actions import Told
from haat.ledger.models import Party, Receivable, Settlement
from haat.ledger.queries import (
    open_sales,
    parties_of,
    reckoned_and_came,
    sale_of,
    sales_holding,
    settlements_in,
    settlements_of,
)
from haat.orders.models import Part
from haat.orders.queries import part_to_see
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import PAGE, listing, typed
from haat.web.office.desk.page import act_with, of_district, page, say_undrawn
from haat.web.office.money.forms import NameForm, SettleForm, WrongForm
from haat.web.office.money.words import KEPT
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import name_of_sending, nonce

PARTIES: Kept[tuple[Party, ...]] = Kept()
SORTS = {"sold": "sold_at", "open": "balance", "number": "part__number", "party": "party__name"}


@require_safe
@office("see_money")
def parties(request: Request) -> HttpResponse:
    """Who owes what and since when, and the parts whose money has not come; `?q=` finds any that was sold elsewhere."""
    of_district(request, "see_money")
    words = typed(request, "q").replace(" ", "")
    rows = sales_holding(request.mart, words) if words else open_sales(request.mart)
    found = PARTIES.get(request.mart.pk, "parties", lambda: tuple(parties_of(request.mart)[:PAGE]))
    context: dict[str, Any] = {
        "parties": found,
        "open_paise": sum(getattr(party, "open_paise") for party in found),  # noqa: B009 - annotated
        "listing": listing(request, rows, SORTS, "sold"),
        "words": words,
        "years": _years(),
        "tab": "others",
    }
    return page(request, "money/others", **context)


def _years() -> list[str]:
    """The financial years whose taxes can be taken out: this one, and the last."""
    this = today()
    return [financial_year(this), financial_year(date(this.year - 1, this.month, 1))]


def _party(request: Request, deed: str, pk: int) -> Party:
    of_district(request, deed)
    return one_or_404(parties_of(request.mart), pk=pk)


@require_safe
@office("see_money")
def party(request: Request, pk: int) -> HttpResponse:
    """One of them: what it owes part by part, what it settled last, and its name."""
    return _party_page(request, _party(request, "see_money", pk))


def _party_page(request: Request, found: Party, form: NameForm | None = None, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "party": found,
        "listing": listing(request, open_sales(request.mart).filter(party=found), SORTS, "sold"),
        "settlements": list(settlements_in(request.mart).filter(party=found, taken_back_at=None)[:PAGE]),
        "form": form or NameForm(initial={"name": found.name}),
        "history": history_of(("ledger.party", [found.pk])),
        "tab": "others",
    }
    return page(request, "money/party", status=status, **context)


@require_POST
@office("confirm_payments")
def name(request: Request, pk: int) -> HttpResponse:
    """What it is called here."""
    found, form = _party(request, "confirm_payments", pk), NameForm(request.POST)
    if act_with(
        request,
        form,
        lambda: actions.name_party(found, name=form.cleaned_data["name"], by=actor(request)),
        done=_("Saved."),
    ):
        return redirect("office:money:party", pk)
    return _party_page(request, found, form, status=422)


def _part(request: Request, deed: str, number: str) -> tuple[Part, Receivable]:
    """A part that was sold elsewhere, and what is owed for it; 404 for any other."""
    of_district(request, deed)
    found = one_or_404(part_to_see(request.user, request.mart, deed), number=number)
    owed = sale_of(found)
    if owed is None:
        raise Http404
    return found, owed


@require_safe
@office("see_money")
def sale(request: Request, number: str) -> HttpResponse:
    """What was reckoned for a part beside what came, every settlement of it, and the form for the next."""
    return _sale_page(request, *_part(request, "see_money", number))


def _sale_page(
    request: Request,
    part: Part,
    row: Receivable,
    form: SettleForm | None = None,
    wrong: dict[int, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    told, held = list(settlements_of(part)), wrong or {}
    live = {settlement.pk for settlement in told if settlement.taken_back_at is None}
    for pk, refused in held.items():
        say_undrawn(request, refused, drawn=pk in live)
    heads = reckoned_and_came(part)
    context: dict[str, Any] = {
        "part": part,
        "sale": row,
        "heads": heads,
        "sum_paise": sum(head.told_paise for head in heads),
        "settlements": [
            {"told": each, "figures": _figures(each), "form": held.get(each.pk) or WrongForm(prefix=f"w{each.pk}")}
            for each in told
        ],
        "form": form or SettleForm(initial={"day": today()}),
        "nonce": nonce(),
        "history": history_of(("orders.part", [part.pk])),
        "tab": "others",
    }
    return page(request, "money/sale", status=status, **context)


def _figures(told: Settlement) -> list[tuple[object, int]]:
    """What a settlement tells besides what came, in words."""
    figures = [(KEPT[name], getattr(told, f"{name}_paise")) for name in KEPT]
    return [(words, paise) for words, paise in figures if paise]


@require_POST
@office("confirm_payments")
def settle(request: Request, number: str) -> HttpResponse:
    """What a statement says of the part; the form's own name makes it count once."""
    part, row = _part(request, "confirm_payments", number)
    form, key = SettleForm(request.POST), f"form:{name_of_sending(request)}"
    if act_with(
        request,
        form,
        lambda: actions.settle_sale(part, told=Told(**form.told), key=key, by=actor(request)),
        done=_("Written down beside what was reckoned."),
    ):
        return redirect("office:money:sale", number)
    return _sale_page(request, part, row, form, status=422)


@require_POST
@office("confirm_payments")
def take_back(request: Request, number: str, pk: int) -> HttpResponse:
    """A settlement was wrong."""
    part, row = _part(request, "confirm_payments", number)
    found: Settlement = one_or_404(settlements_of(part), pk=pk)
    form = WrongForm(request.POST, prefix=f"w{pk}")
    if act_with(
        request,
        form,
        lambda: actions.take_back_settlement(found, reason=form.cleaned_data["reason"], by=actor(request)),
        done=_("Taken back. What it had settled is open again."),
    ):
        return redirect("office:money:sale", number)
    return _sale_page(request, part, row, wrong={pk: form}, status=422)
