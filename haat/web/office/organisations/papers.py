"""Papers of an organisation's seller: a khadi certificate, a licence, an exemption; given, and looked at."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from haat.makers import actions
from haat.makers.models import Seller
from haat.makers.paper_book import book
from haat.makers.papers import SELLER_PAPERS, as_seen
from haat.makers.queries import own_papers, sellers_of_organisations
from haat.web.office.desk.history import history_of
from haat.web.office.desk.page import act, act_with, of_district, page
from haat.web.office.desk.papers import PaperForm, shown
from haat.web.office.desk.words import word
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request, posted


def _seller(request: Request, pk: int) -> Seller:
    of_district(request, "change_organisations")
    return one_or_404(sellers_of_organisations(request.mart).select_related("organisation"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_organisations")
def papers(request: Request, pk: int) -> HttpResponse:
    """The papers of a seller, and giving one; its tax and food numbers stand in the seller itself."""
    found, known = _seller(request, pk), book()
    form = PaperForm(known, posted(request), but=SELLER_PAPERS)

    def give() -> None:
        actions.give_seller_paper(found, **form.given(), by=actor(request))

    if request.method == "POST" and act_with(request, form, give, done=_("Paper written down.")):
        return redirect("office:organisations:papers", pk)
    rows = list(found.papers.order_by("pk"))
    context: dict[str, Any] = {
        "organisation": found.organisation,
        "seller": found,
        "papers": shown(rows, known),
        "seen": {paper.pk: as_seen(paper, 0) for paper in rows},
        "own": own_papers(rows, request.user, "change_organisations", mart=request.mart, place=request.mart.place),
        "form": form,
        "history": history_of(
            ("makers.sellerpaper", [paper.pk for paper in rows]),
            called={("makers.sellerpaper", paper.pk): word(paper.kind, "paper") for paper in rows},
        ),
    }
    return page(request, "organisations/papers", status=422 if form.errors else 200, **context)


@require_POST
@office("change_organisations")
def decide(request: Request, pk: int, paper: int) -> HttpResponse:
    """Accept or refuse a paper that was given."""
    found = one_or_404(_seller(request, pk).papers.all(), pk=paper)
    accept, seen = request.POST.get("accept") == "yes", request.POST.get("seen", "")
    done = _("Paper accepted.") if accept else _("Paper refused.")
    act(request, lambda: actions.decide_seller_paper(found, accept=accept, seen=seen, by=actor(request)), done=done)
    return redirect("office:organisations:papers", pk)
