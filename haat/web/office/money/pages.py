"""Money: what stands where, who is owed, cash to the bank, and payouts released by a second person."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from haat.core.dates import day_of
from haat.core.languages import best
from haat.ledger import actions
from haat.ledger.models import Payout, PayoutRun
from haat.ledger.queries import (
    Ripe,
    bank_file,
    missing_cash,
    payables,
    payees,
    payouts_in,
    run_totals,
    runs_of,
    standing,
    sums_of,
)
from haat.people.queries import people
from haat.web.office.desk.ageing import bands_of
from haat.web.office.desk.listing import Listing, export, export_url, numbered, paged, rupees_cell, with_those
from haat.web.office.desk.page import act, act_with, back_to, of_district, page, say_undrawn
from haat.web.office.money.forms import BankedForm, FailureForm, UtrForm
from haat.web.office.money.words import ACCOUNTS
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import name_of_sending, nonce, once
from haat.web.ui.templatetags.ui import phone

# So many of each list stand on a page.
PAYEES, HELD, MISSING, RUNS, PAYOUTS = 15, 6, 12, 10, 15
# Accounts every mart has from its first sale on; the others are shown when something stands on them.
ALWAYS = tuple(ACCOUNTS)[: tuple(ACCOUNTS).index("receivable")]


@require_safe
@office("see_money")
def money(request: Request) -> HttpResponse:
    """Balances, who is owed and for how long, cash at the desk, payouts; `?export=` takes the payables out."""
    of_district(request, "see_money")
    if request.GET.get("export"):
        return _export(request)
    return _page(request)


def _page(request: Request, form: BankedForm | None = None, status: int = 200) -> HttpResponse:
    found = standing(request.mart, tuple(ACCOUNTS))
    sums, missing = found.balances, missing_cash(request.mart)
    runs = paged(request, runs_of(request.mart), "-pk", size=RUNS, name="runs")
    payable = found.ready_paise
    context: dict[str, Any] = {
        "balances": [(kind, sums.get(kind, 0)) for kind in ACCOUNTS if kind in ALWAYS or sums.get(kind)],
        "sent_paise": found.sent_paise,
        "cash_paise": sums.get("cash_desk", 0),
        "ready": _payees(request, found.ready, PAYEES, "ready"),
        "held": _payees(request, found.held, HELD, "held"),
        "days": [(day, paise, _orders_of(orders)) for day, paise, orders in found.days],
        "parts": [
            (_("Can be paid today"), payable, "#ready"),
            (_("Waits for a confirmed bank account"), found.held_paise, "#held"),
            (_("The buyer may still send the goods back"), found.days_paise, "#days"),
            (_("The buyer has asked to send the goods back"), found.back_paise, _returns()),
            (_("The money from others has not come"), found.elsewhere_paise, reverse("office:money:others")),
            (_("Proposed, waits for a second person"), found.proposed_paise, "#runs"),
            (_("Sent to the bank, not yet paid"), found.sent_paise, "#runs"),
        ],
        "payable_paise": payable,
        "nothing": not payable,
        "missing": numbered(request, missing, size=MISSING, name="missing"),
        "ageing": bands_of(found.ageing),
        "runs": runs,
        "totals": run_totals(runs.rows),
        "form": form or BankedForm(),
        "nonce": nonce(),
        "export_url": export_url(request),
        "tab": "money",
    }
    return page(request, "money/money", status=status, **context)


def _payees(request: Request, rows: Sequence[Ripe], size: int, name: str) -> Listing:
    """A page of makers who are owed, with their accounts."""
    shown = numbered(request, rows, size=size, name=name)
    return replace(shown, rows=payees(shown.rows))


def _returns() -> str:
    return f"{reverse('office:orders:list')}?state=return"


def _orders_of(count: int) -> str:
    return ngettext("%(count)s order", "%(count)s orders", count) % {"count": count}


def _account(row: dict[str, Any]) -> object:
    """Whether money may go to a maker's account, and if not, what it waits for."""
    if row["maker__bank__confirmed"]:
        return _("confirmed")
    return _("not yet confirmed") if row["maker__bank__ifsc"] else _("none known")


def _export(request: Request) -> HttpResponse:
    heads = [_("Maker"), _("Block"), _("Phone"), _("Owed, ₹"), _("Orders"), _("Oldest"), _("Bank account")]
    rows: list[dict[str, Any]] = payables(request.mart)
    table = [
        [
            best(row["maker__names"]).text,
            best(row["maker__block__names"]).text,
            phone(row["maker__phone"]),
            rupees_cell(row["paise"]),
            row["orders"],
            day_of(row["oldest"]).isoformat(),
            _account(row),
        ]
        for row in rows
    ]
    return export(request, "owed", heads, table)


@require_POST
@office("confirm_payments")
def bank_cash(request: Request) -> HttpResponse:
    """Counted cash was paid into the bank; the form's own name makes it count once."""
    of_district(request, "confirm_payments")
    form, cause = BankedForm(request.POST), f"{request.mart.pk}:{name_of_sending(request)}"
    if act_with(
        request,
        form,
        once(
            request,
            lambda: actions.bank_cash(
                request.mart, amount_paise=form.cleaned_data["amount"], cause=cause, by=actor(request)
            ),
        ),
        done=_("Written down: the cash is in the bank."),
    ):
        return redirect("office:money:money")
    return _page(request, form, status=422)


@require_POST
@office("propose_payouts")
def propose(request: Request) -> HttpResponse:
    """Gather what may be paid today; another person releases it."""
    of_district(request, "propose_payouts")
    made: list[PayoutRun] = []
    if act(
        request,
        lambda: made.append(actions.propose_payouts(request.mart, by=actor(request))),
        done=_("Proposed. Now another person looks at it and releases it."),
    ):
        return redirect("office:money:payout_run", made[0].pk)
    return redirect("office:money:money")


def _run(request: Request, deed: str, pk: int) -> PayoutRun:
    of_district(request, deed)
    return one_or_404(runs_of(request.mart), pk=pk)


@require_safe
@office("see_money")
def payout_run(request: Request, pk: int) -> HttpResponse:
    """One run: who gets what, who proposed and who released it, what the bank said of each."""
    return _run_page(request, _run(request, "see_money", pk))


def _run_page(
    request: Request, run: PayoutRun, held: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    given = held or {}
    shown = paged(request, payouts_in(run), "pk", size=PAYOUTS)
    payouts = with_those(shown.rows, payouts_in(run), [int(prefix[1:]) for prefix in given])
    total, count, waiting = sums_of(run)
    open_ = {payout.pk for payout in payouts if payout.state == Payout.State.SENT}
    for prefix, form in given.items():
        say_undrawn(request, form, drawn=int(prefix[1:]) in open_)
    rows = [
        {
            "payout": payout,
            "paid": given.get(f"u{payout.pk}") or UtrForm(prefix=f"u{payout.pk}"),
            "failed": given.get(f"f{payout.pk}") or FailureForm(prefix=f"f{payout.pk}"),
        }
        for payout in payouts
    ]
    known = people([run.proposed_by_id, run.released_by_id])
    context: dict[str, Any] = {
        "run": run,
        "rows": rows,
        "listing": shown,
        "total_paise": total,
        "makers": count,
        "proposer": known.get(run.proposed_by_id),
        "releaser": known.get(run.released_by_id or 0),
        "own": run.proposed_by_id == request.user.pk,
        "waiting": waiting,
    }
    return page(request, "money/payout_run", status=status, **context)


@require_POST
@office("release_payouts")
def release(request: Request, pk: int) -> HttpResponse:
    """A second person releases the run."""
    run = _run(request, "release_payouts", pk)
    done = _("Released. Take the bank file to the bank.")
    act(request, lambda: actions.release_payouts(run, by=actor(request)), done=done)
    return redirect("office:money:payout_run", pk)


@require_POST
@office("release_payouts")
def drop(request: Request, pk: int) -> HttpResponse:
    """The run is given up; everything in it may be proposed again."""
    run = _run(request, "release_payouts", pk)
    act(request, lambda: actions.drop_payouts(run, by=actor(request)), done=_("Dropped. Nothing was paid."))
    return redirect("office:money:payout_run", pk)


@require_safe
@office("release_payouts")
def file(request: Request, pk: int) -> HttpResponse:
    """The bank's upload file of a released run."""
    run = _run(request, "release_payouts", pk)
    if run.state != PayoutRun.State.RELEASED:
        raise Http404
    name = f'attachment; filename="{run.number}.csv"'
    return HttpResponse(bank_file(run), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


def _payout(run: PayoutRun, payout: int) -> Payout:
    return one_or_404(run.payouts.select_related("maker", "mart"), pk=payout)


@require_POST
@office("propose_payouts")
def paid(request: Request, pk: int, payout: int) -> HttpResponse:
    """The bank paid it, under this UTR."""
    run = _run(request, "propose_payouts", pk)
    found, form = _payout(run, payout), UtrForm(request.POST, prefix=f"u{payout}")
    if act_with(
        request,
        form,
        lambda: actions.payout_paid(found, utr=form.cleaned_data["utr"], by=actor(request)),
        done=_("Paid. The members see their shares."),
    ):
        return back_to(request, "office:money:payout_run", pk)
    return _run_page(request, run, {f"u{payout}": form}, status=422)


@require_POST
@office("propose_payouts")
def failed(request: Request, pk: int, payout: int) -> HttpResponse:
    """The bank sent it back."""
    run = _run(request, "propose_payouts", pk)
    found, form = _payout(run, payout), FailureForm(request.POST, prefix=f"f{payout}")
    if act_with(
        request,
        form,
        lambda: actions.payout_failed(found, reason=form.cleaned_data["reason"], by=actor(request)),
        done=_("Written down. Correct the bank account; the money goes with the next payouts."),
    ):
        return back_to(request, "office:money:payout_run", pk)
    return _run_page(request, run, {f"f{payout}": form}, status=422)
