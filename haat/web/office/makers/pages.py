"""Makers: the list, many at once, and one with its papers, bank, members, goods, money and history."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue.queries import craft_words, goods_of, making, with_live_goods
from haat.core.dates import day_of
from haat.core.kept import Kept
from haat.core.languages import best
from haat.doubles.queries import twins_of
from haat.ledger.queries import last_failed, owed, shares_to_give
from haat.makers import actions
from haat.makers.models import Document, Maker, Member, PaperFile
from haat.makers.paper_book import book
from haat.makers.papers import as_seen
from haat.makers.queries import files_of, merged_into, named, own_papers, sharing, with_papers
from haat.makers.rules import Blocker, missing_to_open, visible_to
from haat.people.consents import SELLING
from haat.people.queries import answers_of, consent_of, last_answer
from haat.people.rules import can
from haat.places.models import Mart
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import MOST_EXPORTED, export, export_url, ids, listing, numbered, sorted_by, typed
from haat.web.office.desk.page import act, here, page
from haat.web.office.desk.papers import shown as papers_shown
from haat.web.office.desk.words import word
from haat.web.office.makers.forms import BankForm, MakerPaperForm
from haat.web.office.makers.words import MAKER_KINDS, MAKER_STATES, MENDS
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
STATES: Kept[Mapping[str, int]] = Kept()


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
    states = _states(request, blocks)
    tabs = [("", gettext("All"), sum(states.values()))]
    tabs += [(state, str(words), states.get(state, 0)) for state, words in MAKER_STATES.items()]
    return page(
        request,
        "makers/list",
        listing=found,
        blocks=blocks,
        tabs=tabs,
        kinds=MAKER_KINDS.items(),
        crafts=craft_words(),
        export_url=export_url(request),
    )


def _states(request: Request, blocks: Blocks) -> Mapping[str, int]:
    """State → how many makers of the scope are in it; kept until something happens."""

    def count() -> Mapping[str, int]:
        return dict(_in_scope(request, blocks).values_list("state").annotate(n=Count("pk")).order_by())

    return STATES.get(request.mart.pk, (request.user.pk, blocks.place.path), count)


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
    """One maker: what is missing with the next step, papers, bank, members, goods, money, history.

    The old address of one that was found to be another leads to that other.
    """
    try:
        found = one(request, "see_makers", pk)
    except Http404:
        stays = merged_into(request.mart, pk)
        if stays is None or not visible_to(request.user, request.mart, "see_makers").filter(pk=stays.pk).exists():
            raise
        return redirect("office:makers:maker", stays.pk)
    return maker_page(request, found)


def own_documents(request: Request, maker: Maker, documents: Iterable[Document]) -> set[int]:
    """Which of a maker's papers the reader wrote down herself, so that another accepts them."""
    return own_papers(documents, request.user, "change_makers", mart=maker.mart, place=maker.block)


def maker_page(
    request: Request,
    shown: Maker,
    *,
    bank: BankForm | None = None,
    paper: MakerPaperForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a maker, with forms as they were sent when something in them was refused."""
    leader = next((member for member in shown.members.all() if member.leads and member.active), None)
    account, missing = getattr(shown, "bank", None), missing_to_open(shown)
    goods, files, known = numbered(request, goods_of(shown), size=GOODS, name="goods"), _files(shown), book()
    context: dict[str, Any] = {
        "maker": shown,
        "act_url": f"/maker/?for={shown.pk}",
        "account": account,
        "missing": missing,
        "twins": twins(request, shown),
        "mends": mends(shown, missing),
        "account_shared": _sharing(request, shown),
        "papers": papers_shown(shown.documents.all(), known),
        "files": files,
        "passbook": files[0][0].kind if files.get(0) else "",
        "seen": _seen(shown, files),
        "own": own_documents(request, shown, shown.documents.all()),
        "leader": leader,
        **_consent(leader, request.mart),
        "members": sorted(shown.members.all(), key=lambda member: (not member.active, not member.leads, member.pk)),
        "goods": goods,
        "owed": owed(shown),
        "disputed": [share for share in shares_to_give(shown) if share.disputed_at],
        "failed": last_failed(shown),
        "history": history_of(
            ("makers.maker", [shown.pk]),
            ("makers.document", [document.pk for document in shown.documents.all()]),
            ("makers.member", [member.pk for member in shown.members.all()]),
            also=answers_of([leader.user_id] if leader and leader.user_id else [], request.mart),
            called={("makers.member", member.pk): best(member.names).text for member in shown.members.all()}
            | {("makers.document", row.pk): word(row.kind, "paper") for row in shown.documents.all()},
        ),
        "may_change": can(request.user, "change_makers", mart=request.mart, place=shown.block),
        "may_act": can(request.user, "act_for_maker", mart=request.mart, place=shown.block),
        "bank_form": bank or BankForm(initial={"holder": account.holder, "ifsc": account.ifsc} if account else None),
        "paper_form": paper or MakerPaperForm(known),
        "bank_open": bank is not None or account is None,
        "paper_open": paper is not None or any(line.code == "pan" for line in missing),
    }
    return page(request, "makers/maker", status=status, **context)


def _consent(leader: Member | None, mart: Mart) -> dict[str, object]:
    """Her open yes to what is kept of her; where there is none, what she said last (`people.consent_…`)."""
    user = leader.user if leader else None
    given = consent_of(user, SELLING.slug, mart) if user else None
    return {"consent": given, "said": None if user is None or given else last_answer(user, SELLING.slug, mart)}


def twins(request: Request, shown: Maker) -> list[Maker]:
    """Makers that may be this one, for whoever may say so."""
    if not can(request.user, "change_makers", mart=request.mart, place=shown.block):
        return []
    found = twins_of(shown, visible_to(request.user, request.mart, "change_makers"))
    return [pair.two if pair.one == shown else pair.one for pair in found]


def mends(shown: Maker, missing: Sequence[Blocker]) -> list[dict[str, object]]:
    """What is missing, each with the key that mends it: its words and where it leads."""
    found: list[dict[str, object]] = []
    for line in missing:
        words, page_name, at = MENDS[line.code]
        found.append({"line": line, "words": words, "url": reverse(page_name, args=[shown.pk]) + at})
    return found


def _files(shown: Maker) -> dict[int, list[PaperFile]]:
    """Of each paper by its key, and of the passbook under 0, the files that are kept, the newest first."""
    found: dict[int, list[PaperFile]] = {}
    for file in files_of(shown):
        found.setdefault(file.document_id or 0, []).append(file)
    return found


def _seen(shown: Maker, files: dict[int, list[PaperFile]]) -> dict[int, str]:
    """What stands here of the account (0) and of each paper, to be known again when it is decided on."""
    subjects = {0: getattr(shown, "bank", None)} | {paper.pk: paper for paper in shown.documents.all()}
    return {
        key: as_seen(subject, files[key][0].pk if key in files else 0)
        for key, subject in subjects.items()
        if subject is not None
    }


def _sharing(request: Request, shown: Maker) -> list[Maker]:
    """Other makers that are paid into the same account, as far as the reader sees them."""
    account = getattr(shown, "bank", None)
    if account is None:
        return []
    return list(sharing(shown, account.number, account.ifsc) & visible_to(request.user, request.mart, "see_makers"))


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
