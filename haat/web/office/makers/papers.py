"""Bank account and papers: written down with a picture of them, compared by a second person, every look recorded."""

from base64 import b64encode
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from haat.core.errors import HaatError
from haat.core.limits import hit
from haat.core.scans import PDF, read_scan, size_of
from haat.makers import actions
from haat.makers.models import Maker, PaperFile
from haat.makers.paper_book import book
from haat.makers.papers import about
from haat.makers.queries import seen_now
from haat.makers.questions import Asked
from haat.web.office.desk.page import act, act_with, page
from haat.web.office.desk.papers import facts_of
from haat.web.office.makers.forms import BankForm, MakerPaperForm, with_meant
from haat.web.office.makers.pages import maker_page, one, own_documents
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request


def _scan(request: Request, form: forms.Form) -> dict[str, Any]:
    """The file sent with a form, judged and clean, as the actions take it; nothing when none was. Raises HaatError."""
    sent = form.cleaned_data.pop("photo", None)
    if sent is None:
        return {}
    hit(f"papers:{request.user.pk}", most=60, seconds=600)
    return {"scan": read_scan(sent.read())}


@require_POST
@office("change_makers")
def set_bank(request: Request, pk: int) -> HttpResponse:
    """Where its money goes from now on, perhaps with a picture of the passbook."""
    found = one(request, "change_makers", pk)
    form = BankForm(with_meant(request.POST), request.FILES)

    def write() -> None:
        scan = _scan(request, form)
        try:
            actions.set_bank(found, **form.account(), **scan, by=actor(request))
        except Asked as question:
            form.ask(question)
            raise

    done = _("Bank account written down. Another person compares it with the passbook and confirms it.")
    if act_with(request, form, write, done=done):
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
    seen = request.POST.get("seen", "")
    if seen != seen_now(account):
        messages.error(request, gettext("The bank account was changed in the meantime. Compare it again."))
        return redirect("office:makers:maker", pk)
    done = _("Bank account confirmed.")
    act(request, lambda: actions.confirm_bank(account, seen=seen, by=actor(request)), done=done)
    return redirect("office:makers:maker", pk)


@require_POST
@office("change_makers")
def give_paper(request: Request, pk: int) -> HttpResponse:
    """A paper's number, how long it holds and what stands on it, perhaps with a picture of it."""
    found, form = one(request, "change_makers", pk), MakerPaperForm(book(), request.POST, request.FILES)

    def write() -> None:
        scan = _scan(request, form)
        actions.give_document(found, **form.given(), **scan, by=actor(request))

    if act_with(request, form, write, done=_("Paper written down.")):
        return redirect("office:makers:maker", pk)
    return maker_page(request, found, paper=form, status=422)


@require_POST
@office("change_makers")
def decide_paper(request: Request, pk: int, paper: int) -> HttpResponse:
    """Accept or refuse a paper that was given."""
    found = one(request, "change_makers", pk)
    document = one_or_404(found.documents.select_related("maker"), pk=paper)
    accept, seen = request.POST.get("accept") == "yes", request.POST.get("seen", "")
    done = _("Paper accepted.") if accept else _("Paper refused.")
    act(request, lambda: actions.decide_document(document, accept=accept, seen=seen, by=actor(request)), done=done)
    return redirect("office:makers:maker", pk)


@require_POST
@never_cache
@office("change_makers")
def look(request: Request, pk: int, file: int) -> HttpResponse:
    """One file of a paper beside what was written down of it. Who looked, when and at which is on record."""
    found = one(request, "change_makers", pk)
    kept = one_or_404(found.paper_files.select_related("document"), pk=file)
    try:
        content = actions.look_at(kept, by=actor(request))
    except HaatError as problem:
        messages.error(request, problem.message)
        return redirect("office:makers:maker", pk)
    if kept.kind == PDF:
        headers = {"Content-Disposition": f'attachment; filename="paper-{kept.pk}.pdf"'}
        return HttpResponse(content, content_type="application/pdf", headers=headers)
    width, height = size_of(content)
    shown: dict[str, Any] = {"picture": b64encode(content).decode(), "width": width, "height": height}
    return page(request, "makers/look", **_beside(request, found, kept), **shown)


def _beside(request: Request, maker: Maker, file: PaperFile) -> dict[str, Any]:
    """What was written down, to compare, and whether the reader may decide."""
    account = getattr(maker, "bank", None) if file.document is None else None
    subject = file.document or account
    own = {file.document_id} & own_documents(request, maker, [file.document] if file.document else [])
    return {
        "maker": maker,
        "file": file,
        "paper": file.document,
        "facts": facts_of(file.document) if file.document is not None else (),
        "account": account,
        "seen": seen_now(subject) if subject is not None else "",
        "fits": subject is not None and file.about == about(subject),
        "own_hand": bool(own) or (account is not None and account.set_by_id == request.user.pk),
    }
