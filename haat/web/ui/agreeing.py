"""By which senders somebody wants to be told things: what is read to her, her yes, and taking it back."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from haat.core.languages import current
from haat.messages.permissions import asking, notice_of
from haat.people.actions import give_consent, refuse_consent, withdraw_consent
from haat.people.queries import consent_of
from haat.web.ui.gate import actor, signed_in
from haat.web.ui.request import Request


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def agree(request: Request, sender: str) -> HttpResponse:
    """The notice of one sender, and her answer; 404 for one that asks nobody."""
    found = next((each for each in asking() if each.slug == sender), None)
    if found is None or found.asks_first is None or request.mart is None:
        raise Http404
    read, kept = found.asks_first, notice_of(found, request.mart)
    if request.method == "POST":
        _keep(request, kept, version=read.version)
        return redirect("ui:agree", sender)
    given = consent_of(request.user, kept, request.mart)
    context = {"title": read.title, "lines": read.read(request.mart), "given": given}
    return render(request, "ui/agree.html", context)


def _keep(request: Request, kept: str, *, version: int) -> None:
    """Her answer; whatever she presses twice counts once."""
    user, mart, by = request.user, request.mart, actor(request)
    if request.POST.get("answer") == "yes":
        give_consent(user, notice=kept, version=version, language=current(), mart_id=mart.pk, by=by)
    elif consent_of(user, kept, mart):
        withdraw_consent(user, notice=kept, mart_id=mart.pk, by=by)
    else:
        refuse_consent(user, notice=kept, version=version, language=current(), mart_id=mart.pk, by=by)
