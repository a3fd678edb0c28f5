"""Money: what stands where, who is owed, cash to the bank, and payouts released by a second person."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from haat.core.dates import day_of
from haat.core.languages import best
from haat.ledger import actions
from haat.ledger.models import Payout, PayoutRun
from haat.ledger.queries import AgeingRow, ageing, balances, bank_file, in_payouts, missing_cash, payables, unripe
from haat.people.models import User
from haat.places.models import Mart, Place
from haat.web.office.listing import export, export_url, rupees_cell
from haat.web.office.page import Once, act, act_with, nonce, of_district, page, say_undrawn
from haat.web.office.payments import RupeesField
from haat.web.office.words import ACCOUNTS
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.templatetags.ui import phone

MOST_RUNS = 30


class BankedForm(forms.Form):
    """Cash paid into the bank."""

    amount = RupeesField(label=_("Cash paid into the bank"), least=100)


class UtrForm(forms.Form):
    """The bank's word that a payout was paid."""

    utr = forms.CharField(label=_("UTR"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class FailureForm(forms.Form):
    """Why the bank sent a payout back."""

    reason = forms.CharField(label=_("Why the bank sent it back"), max_length=200)


@require_safe
@office("see_money")
def money(request: Request) -> HttpResponse:
    """Balances, who is owed and for how long, cash at the desk, payouts; `?export=` takes the payables out."""
    of_district(request, "see_money")
    if request.GET.get("export"):
        return _export(request)
    return _page(request)


def _page(request: Request, form: BankedForm | None = None, status: int = 200) -> HttpResponse:
    found = balances(request.mart)
    owed: list[dict[str, Any]] = payables(request.mart)
    days: list[dict[str, Any]] = unripe(request.mart)
    proposed, sent = in_payouts(request.mart)
    ready = [row for row in owed if row["maker__bank__confirmed"]]
    held = [row for row in owed if not row["maker__bank__confirmed"]]
    payable = _paise(ready)
    context: dict[str, Any] = {
        "balances": [(kind, found.get(kind, 0)) for kind in ACCOUNTS],
        "sent_paise": sent,
        "cash_paise": found.get("cash_desk", 0),
        "ready": ready,
        "held": held,
        "days": [row | {"say": _orders_of(row)} for row in days],
        "parts": [
            (_("Can be paid today"), payable, "#ready"),
            (_("Waits for a confirmed bank account"), _paise(held), "#held"),
            (_("The buyer may still send the goods back"), _paise(days), "#days"),
            (_("Proposed, waits for a second person"), proposed, "#runs"),
            (_("Sent to the bank, not yet paid"), sent, "#runs"),
        ],
        "payable_paise": payable,
        "nothing": not payable,
        "missing": missing_cash(request.mart),
        "ageing": age_bands(request.mart, None),
        "runs": list(
            PayoutRun.objects.filter(mart=request.mart).prefetch_related("payouts").order_by("-pk")[:MOST_RUNS]
        ),
        "form": form or BankedForm(),
        "nonce": nonce(),
        "export_url": export_url(request),
        "tab": "money",
    }
    return page(request, "money", "money", status=status, **context)


def _paise(rows: list[dict[str, Any]]) -> int:
    return sum(row["paise"] for row in rows)


def _orders_of(row: dict[str, Any]) -> str:
    return ngettext("%(count)s order", "%(count)s orders", row["orders"]) % {"count": row["orders"]}


def age_bands(mart: Mart, place: Place | None) -> list[tuple[str, int, str]]:
    """(words, paise, how many makers in words) for the ageing bar."""
    return [(_age(row), row.paise, _makers(row.makers)) for row in ageing(mart, place)]


def _age(row: AgeingRow) -> str:
    if row.most is None:
        return str(_("Over %(days)s days") % {"days": row.least - 1})
    return str(_("%(least)s to %(most)s days") % {"least": row.least, "most": row.most})


def _makers(count: int) -> str:
    return ngettext("%(count)s maker", "%(count)s makers", count) % {"count": count}


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
    form, once = BankedForm(request.POST), Once(request)
    if once.again:
        return redirect("office:money")
    if act_with(
        request,
        form,
        lambda: actions.bank_cash(
            request.mart,
            amount_paise=form.cleaned_data["amount"],
            cause=f"{request.mart.pk}:{once.name}",
            by=actor(request),
        ),
        done=_("Written down: the cash is in the bank."),
    ):
        return redirect("office:money")
    once.give_up()
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
        return redirect("office:payout_run", made[0].pk)
    return redirect("office:money")


def _run(request: Request, deed: str, pk: int) -> PayoutRun:
    of_district(request, deed)
    found = PayoutRun.objects.filter(mart=request.mart, pk=pk).select_related("mart").first()
    if found is None:
        raise Http404
    return found


@require_safe
@office("see_money")
def payout_run(request: Request, pk: int) -> HttpResponse:
    """One run: who gets what, who proposed and who released it, what the bank said of each."""
    return _run_page(request, _run(request, "see_money", pk))


def _run_page(
    request: Request, run: PayoutRun, held: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    given = held or {}
    payouts = list(run.payouts.select_related("maker__block").order_by("pk"))
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
    people = User.objects.in_bulk([pk for pk in (run.proposed_by_id, run.released_by_id) if pk])
    context: dict[str, Any] = {
        "run": run,
        "rows": rows,
        "total_paise": sum(payout.amount_paise for payout in payouts),
        "proposer": people.get(run.proposed_by_id),
        "releaser": people.get(run.released_by_id or 0),
        "own": run.proposed_by_id == request.user.pk,
        "waiting": len(open_),
    }
    return page(request, "payout_run", "money", status=status, **context)


@require_POST
@office("release_payouts")
def release(request: Request, pk: int) -> HttpResponse:
    """A second person releases the run."""
    run = _run(request, "release_payouts", pk)
    done = _("Released. Take the bank file to the bank.")
    act(request, lambda: actions.release_payouts(run, by=actor(request)), done=done)
    return redirect("office:payout_run", pk)


@require_POST
@office("release_payouts")
def drop(request: Request, pk: int) -> HttpResponse:
    """The run is given up; everything in it may be proposed again."""
    run = _run(request, "release_payouts", pk)
    act(request, lambda: actions.drop_payouts(run, by=actor(request)), done=_("Dropped. Nothing was paid."))
    return redirect("office:payout_run", pk)


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
    found = run.payouts.filter(pk=payout).select_related("maker", "mart").first()
    if found is None:
        raise Http404
    return found


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
        return redirect("office:payout_run", pk)
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
        return redirect("office:payout_run", pk)
    return _run_page(request, run, {f"f{payout}": form}, status=422)
