"""Makers: the list, many at once, and one with its papers, bank, members, goods, money and history."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue.queries import crafts, goods_of, making, with_live_goods
from haat.core.dates import day_of
from haat.core.identifiers import mask_account
from haat.core.languages import best
from haat.ledger.queries import last_failed, owed
from haat.makers import actions
from haat.makers.models import Maker
from haat.makers.queries import named, with_papers
from haat.makers.rules import missing_to_open, visible_to
from haat.people.rules import can
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import MOST_EXPORTED, export, export_url, ids, listing, numbered, sorted_by, typed
from haat.web.office.desk.page import act, act_with, here, page
from haat.web.office.desk.words import word
from haat.web.office.makers.forms import BankForm, PaperForm
from haat.web.office.makers.words import MAKER_KINDS, MAKER_STATES
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.templatetags.ui import phone

GOODS = 12
SORTS = {
    "name": "slug",
    "block": "block__slug",
    "kind": "kind",
    "state": "state",
    "members": "member_count",
    "enrolled": "enrolled_at",
    "goods": "live_goods",
}


def _found(request: Request, blocks: Blocks) -> QuerySet[Maker]:
    """The makers of the scope that fit what is chosen."""
    given = request.GET
    rows = visible_to(request.user, request.mart, "see_makers")
    if blocks.chosen:
        rows = rows.filter(block=blocks.chosen)
    if given.get("state") in MAKER_STATES:
        rows = rows.filter(state=given["state"])
    if given.get("kind") in MAKER_KINDS:
        rows = rows.filter(kind=given["kind"])
    if craft := typed(request, "craft"):
        rows = making(rows, craft)
    if words := typed(request, "q"):
        rows = named(rows, words, request.mart.languages)
    return _counted(rows)


def _counted(rows: QuerySet[Maker]) -> QuerySet[Maker]:
    """With the number of goods each has in the shop."""
    return with_live_goods(rows.select_related("block").defer("stories"))


@require_safe
@office("see_makers")
def makers(request: Request) -> HttpResponse:
    """The list, filtered and sorted; `?export=` takes it out as a table."""
    blocks = Blocks(request, here(request, "see_makers"))
    rows = _found(request, blocks)
    if request.GET.get("export"):
        ordered, _sort = sorted_by(request, rows, SORTS, "name")
        return _export(request, ordered)
    found = listing(request, rows, SORTS, "name")
    states = dict(_in_scope(request, blocks).values_list("state").annotate(n=Count("pk")).order_by())
    tabs = [("", gettext("All"), sum(states.values()))]
    tabs += [(state, str(words), states.get(state, 0)) for state, words in MAKER_STATES.items()]
    return page(
        request,
        "makers/list",
        listing=found,
        blocks=blocks,
        tabs=tabs,
        kinds=MAKER_KINDS.items(),
        crafts=[(craft.slug, best(craft.names).text) for craft in crafts()],
        export_url=export_url(request),
    )


def _in_scope(request: Request, blocks: Blocks) -> QuerySet[Maker]:
    rows = visible_to(request.user, request.mart, "see_makers")
    return rows.filter(block=blocks.chosen) if blocks.chosen else rows


def _export(request: Request, rows: QuerySet[Maker]) -> HttpResponse:
    heads = [
        gettext("Name"),
        gettext("Kind"),
        gettext("State"),
        gettext("Block"),
        gettext("PIN"),
        gettext("Phone"),
        gettext("Members"),
        gettext("Goods in the shop"),
        gettext("Enrolled"),
        gettext("LokOS number"),
    ]
    table = [
        [
            best(maker.names).text,
            word(maker.kind, "maker_kind"),
            word(maker.state, "maker"),
            best(maker.block.names).text,
            maker.pin,
            phone(maker.phone),
            maker.member_count,
            getattr(maker, "live_goods"),  # noqa: B009 — annotated by _counted
            day_of(maker.enrolled_at).isoformat(),
            maker.lokos_id,
        ]
        for maker in rows[:MOST_EXPORTED]
    ]
    return export(request, "makers", heads, table)


@require_POST
@office("see_makers")
def table(request: Request) -> HttpResponse:
    """The makers ticked, as a workbook."""
    picked = ids(request.POST.getlist("pick"))
    rows = _counted(visible_to(request.user, request.mart, "see_makers").filter(pk__in=picked))
    return _export(request, rows.order_by("slug", "pk"))


@require_POST
@office("change_makers")
def open_many(request: Request) -> HttpResponse:
    """Open every maker ticked; those that still lack something are named, with what they lack."""
    picked = ids(request.POST.getlist("pick"))[:200]
    rows = with_papers(visible_to(request.user, request.mart, "change_makers").filter(pk__in=picked))
    opened, refused = actions.open_makers(rows.order_by("pk"), by=actor(request))
    for found, problem in refused:
        messages.error(request, f"{best(found.names).text}: {problem.message}")
    if opened:
        said = ngettext("%(count)s maker is open.", "%(count)s makers are open.", len(opened))
        messages.success(request, said % {"count": len(opened)})
    elif not picked:
        messages.info(request, gettext("Tick at least one maker first."))
    back = request.POST.get("back", "")
    return redirect(reverse("office:makers:list") + (back if back.startswith("?") else ""))


def one(request: Request, deed: str, pk: int) -> Maker:
    """The maker with papers, when it lies within the reader's scope for `deed`; 404 otherwise."""
    return one_or_404(with_papers(visible_to(request.user, request.mart, deed)), pk=pk)


@require_safe
@office("see_makers")
def maker(request: Request, pk: int) -> HttpResponse:
    """One maker: what is missing with the next step, papers, bank, members, goods, money, history."""
    return maker_page(request, one(request, "see_makers", pk))


def maker_page(
    request: Request,
    shown: Maker,
    *,
    bank: BankForm | None = None,
    paper: PaperForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a maker, with forms as they were sent when something in them was refused."""
    account = getattr(shown, "bank", None)
    goods = numbered(request, goods_of(shown), size=GOODS, name="goods")
    context: dict[str, Any] = {
        "maker": shown,
        "act_url": f"/maker/?for={shown.pk}",
        "account": account,
        "missing": missing_to_open(shown),
        "papers": sorted(shown.documents.all(), key=lambda document: document.kind),
        "members": sorted(shown.members.all(), key=lambda member: (not member.active, not member.leads, member.pk)),
        "goods": goods,
        "owed": owed(shown),
        "failed": last_failed(shown),
        "history": history_of(
            ("makers.maker", [shown.pk]),
            ("makers.document", [document.pk for document in shown.documents.all()]),
            ("makers.member", [member.pk for member in shown.members.all()]),
            called={("makers.member", member.pk): best(member.names).text for member in shown.members.all()}
            | {("makers.document", row.pk): word(row.kind, "paper") for row in shown.documents.all()},
        ),
        "may_change": can(request.user, "change_makers", mart=request.mart, place=shown.block),
        "may_act": can(request.user, "act_for_maker", mart=request.mart, place=shown.block),
        "bank_form": bank or BankForm(initial={"holder": account.holder, "ifsc": account.ifsc} if account else None),
        "paper_form": paper or PaperForm(),
        "bank_open": bank is not None or account is None,
        "paper_open": paper is not None,
    }
    return page(request, "makers/maker", status=status, **context)


@require_POST
@office("change_makers")
def open_one(request: Request, pk: int) -> HttpResponse:
    """The maker goes live."""
    found = one(request, "change_makers", pk)
    act(request, lambda: actions.open_maker(found, by=actor(request)), done=_("Open. Its goods stand in the shop."))
    return redirect("office:makers:maker", pk)


@require_POST
@office("change_makers")
def pause(request: Request, pk: int) -> HttpResponse:
    """The maker rests: its goods leave the shop."""
    found = one(request, "change_makers", pk)
    act(request, lambda: actions.pause_maker(found, by=actor(request)), done=_("Paused. Its goods have left the shop."))
    return redirect("office:makers:maker", pk)


@require_POST
@office("change_makers")
def set_bank(request: Request, pk: int) -> HttpResponse:
    """Where its money goes from now on."""
    found, form = one(request, "change_makers", pk), BankForm(request.POST)
    done = _("Bank account written down. Another person compares it with the passbook and confirms it.")
    if act_with(request, form, lambda: actions.set_bank(found, **form.cleaned_data, by=actor(request)), done=done):
        return redirect("office:makers:maker", pk)
    return maker_page(request, found, bank=form, status=422)


@require_POST
@office("change_makers")
def confirm_bank(request: Request, pk: int) -> HttpResponse:
    """The account was compared with the passbook: the one that stood on the page, by another than wrote it down."""
    found = one(request, "change_makers", pk)
    account = getattr(found, "bank", None)
    if account is None:
        raise Http404
    if request.POST.get("seen", "") != f"{mask_account(account.number)} {account.ifsc}":
        messages.error(request, gettext("The bank account was changed in the meantime. Compare it again."))
        return redirect("office:makers:maker", pk)
    act(request, lambda: actions.confirm_bank(account, by=actor(request)), done=_("Bank account confirmed."))
    return redirect("office:makers:maker", pk)


@require_POST
@office("change_makers")
def give_paper(request: Request, pk: int) -> HttpResponse:
    """A paper's number and how long it holds."""
    found, form = one(request, "change_makers", pk), PaperForm(request.POST)
    if act_with(
        request,
        form,
        lambda: actions.give_document(found, **form.cleaned_data, by=actor(request)),
        done=_("Paper written down."),
    ):
        return redirect("office:makers:maker", pk)
    return maker_page(request, found, paper=form, status=422)


@require_POST
@office("change_makers")
def decide_paper(request: Request, pk: int, paper: int) -> HttpResponse:
    """Accept or refuse a paper that was given."""
    found = one(request, "change_makers", pk)
    document = one_or_404(found.documents.select_related("maker"), pk=paper)
    accept = request.POST.get("accept") == "yes"
    done = _("Paper accepted.") if accept else _("Paper refused.")
    act(request, lambda: actions.decide_document(document, accept=accept, by=actor(request)), done=done)
    return redirect("office:makers:maker", pk)
