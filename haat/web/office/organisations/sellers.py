"""Sellers of organisations, and through whom one maker sells, since when."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from haat.core.languages import best
from haat.core.queries import happened_to
from haat.ledger.queries import has_invoices
from haat.makers import actions
from haat.makers.models import Maker
from haat.makers.queries import sellers_of_organisations
from haat.web.office.desk.history import lines_of
from haat.web.office.desk.page import act_with, of_district, page
from haat.web.office.organisations.forms import JoinForm, SellerForm, ThroughForm
from haat.web.office.organisations.pages import one, seen
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request, posted
from haat.web.ui.sending import nonce, once

FIELDS = ("seller", "organisation")


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_organisations")
def new(request: Request, pk: int) -> HttpResponse:
    """A seller of an organisation; sent twice, it is made once."""
    found = one(request, "change_organisations", pk)
    start = {"legal_name": best(found.names, "en").text, "pin": ""}
    form = SellerForm(request.mart, posted(request), initial=start)

    def do() -> None:
        actions.make_seller(request.mart, **form.cleaned_data, organisation=found, by=actor(request))

    done = _("Made. Now choose which makers sell through it.")
    if request.method == "POST" and act_with(request, form, once(request, do), done=done):
        return redirect("office:organisations:organisation", pk)
    context = {"form": form, "organisation": found, "nonce": nonce()}
    return page(request, "organisations/seller", status=422 if form.errors else 200, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_organisations")
def change(request: Request, pk: int) -> HttpResponse:
    """What stands on a seller's papers; its GSTIN stays once an invoice was written under it."""
    of_district(request, "change_organisations")
    found = one_or_404(sellers_of_organisations(request.mart).select_related("organisation", "state"), pk=pk)
    form, fixed = SellerForm(request.mart, posted(request), known=found), has_invoices(found)
    if fixed:
        form.fields["gstin"].disabled = form.fields["state"].disabled = True
    done = _("Saved. New invoices have it; those written before stay as they are.")
    if request.method == "POST" and act_with(
        request,
        form,
        lambda: actions.change_seller(found, **form.cleaned_data, fixed=has_invoices, by=actor(request)),
        done=done,
    ):
        return redirect("office:organisations:organisation", found.organisation_id)
    context = {"form": form, "organisation": found.organisation, "seller": found, "fixed": fixed}
    return page(request, "organisations/seller", status=422 if form.errors else 200, **context)


def _maker(request: Request, deed: str, pk: int) -> Maker:
    of_district(request, deed)
    return one_or_404(seen(request).select_related("mart", "seller", "organisation", "place", "block"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_organisations")
def of_maker(request: Request, pk: int) -> HttpResponse:
    """Through whom the maker sells from now on, and through whom she did."""
    found = _maker(request, "change_organisations", pk)
    form = ThroughForm(found, posted(request))
    if request.method == "POST" and act_with(
        request,
        form,
        lambda: actions.choose_seller(found, seller=form.chosen(), by=actor(request)),
        done=_("Saved. New orders are invoiced so; those placed before stay as they are."),
    ):
        return redirect("office:organisations:of_maker", pk)
    return _page(request, found, through=form)


@require_POST
@office("change_organisations")
def join(request: Request, pk: int) -> HttpResponse:
    """The maker belongs to another organisation, or to none."""
    found = _maker(request, "change_organisations", pk)
    form = JoinForm(found, request.POST)
    if act_with(
        request,
        form,
        lambda: actions.join_organisation(found, organisation=form.cleaned_data["organisation"], by=actor(request)),
        done=_("Saved."),
    ):
        return redirect("office:organisations:of_maker", pk)
    return _page(request, found, joining=form)


def _page(
    request: Request, shown: Maker, *, through: ThroughForm | None = None, joining: JoinForm | None = None
) -> HttpResponse:
    bad = any(form is not None and form.errors for form in (through, joining))
    changed = happened_to([("makers.maker", [shown.pk])], ["makers.changed", "makers.enrolled"])
    events = [event for event in changed if event.kind == "makers.enrolled" or set(FIELDS) & _fields(event.data)]
    context: dict[str, Any] = {
        "maker": shown,
        "form": through or ThroughForm(shown),
        "join_form": joining or JoinForm(shown),
        "history": lines_of(events, {}),
    }
    return page(request, "organisations/of_maker", status=422 if bad else 200, **context)


def _fields(data: dict[str, Any]) -> set[str]:
    return set(data.get("fields", ()))
