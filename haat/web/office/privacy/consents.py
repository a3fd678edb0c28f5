"""Her yes or no to each purpose, at the desk: read to her, answered, recorded, taken back on the same page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from haat.core.errors import HaatError, VoiceTooBig
from haat.core.languages import LANGUAGES
from haat.core.voices import MOST_BYTES, TYPES, read_voice
from haat.makers.models import Member
from haat.makers.rules import visible_to
from haat.privacy import actions
from haat.privacy.purposes import PURPOSES, RIGHTS
from haat.privacy.queries import spoken_yes, standings
from haat.web.office.desk.page import act_with, page
from haat.web.office.privacy.forms import ConsentForm
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request


def _whose(request: Request, pk: int, member: int) -> Member:
    makers = visible_to(request.user, request.mart, "change_makers")
    maker = one_or_404(makers, pk=pk)
    return one_or_404(maker.members.select_related("maker__mart", "user"), pk=member)


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_makers")
def consents(request: Request, pk: int, member: int) -> HttpResponse:
    """Every purpose with its notice in the language chosen, and her answers."""
    her = _whose(request, pk, member)
    tongues = RIGHTS.tongues(request.mart)
    asked = request.POST.get("tongue") or request.GET.get("tongue") or (her.user.language if her.user else "")
    tongue = asked if asked in tongues else tongues[0]
    form, status = ConsentForm(), 200
    if request.method == "POST" and her.user is not None:
        form, status = ConsentForm(request.POST, request.FILES), 422
        user, purpose = her.user, PURPOSES.get(request.POST.get("purpose", ""))
        if purpose is None:
            raise Http404

        def keep() -> None:
            said, sent = form.cleaned_data, form.cleaned_data["voice"]
            if sent is not None and sent.size > MOST_BYTES:
                raise VoiceTooBig()
            actions.answer_purpose(
                user,
                mart=request.mart,
                purpose=purpose,
                agrees=request.POST.get("answer") == "yes",
                language=tongue,
                how=said["how"],
                voice=read_voice(sent.read()) if sent is not None else None,
                by=actor(request),
            )

        if act_with(request, form, keep, done=_("Her answer is kept.")):
            return redirect(f"{request.path}?tongue={tongue}#{purpose.code}")
    with override(tongue):
        read = [_read(each, request) for each in (standings(her.user, request.mart) if her.user else [])]
        rights = RIGHTS.read(request.mart)
    context: dict[str, Any] = {
        "member": her,
        "tongue": tongue,
        "spoken_in": LANGUAGES[tongue],
        "tongues": [(code, LANGUAGES[code].endonym) for code in tongues],
        "rows": read,
        "rights": rights,
        "form": form,
        "refused": request.POST.get("purpose", "") if status == 422 else "",
    }
    return page(request, "privacy/consents", status=status, **context)


def _read(each: Any, request: Request) -> dict[str, Any]:
    """One purpose in the language that is read."""
    purpose = each.purpose
    return {
        "standing": each,
        "code": purpose.code,
        "title": str(purpose.title),
        "lines": purpose.notice.read(request.mart),
        "items": [str(item) for item in purpose.items],
        "enables": str(purpose.enables),
        "stops": str(purpose.stops),
    }


@require_safe
@never_cache
@office("change_makers")
def voice(request: Request, pk: int, member: int, code: str) -> HttpResponse:
    """Her yes as she said it; that somebody listened is written down."""
    her, purpose = _whose(request, pk, member), PURPOSES.get(code)
    kept = spoken_yes(her.user, request.mart, purpose) if her.user is not None and purpose is not None else None
    if kept is None:
        raise Http404
    try:
        content = actions.play_yes(kept, by=actor(request))
    except HaatError as problem:
        messages.error(request, problem.message)
        return redirect("office:privacy:consents", pk, member)
    headers = {"Content-Disposition": f'inline; filename="yes-{kept.pk}.{kept.kind}"'}
    return HttpResponse(content, content_type=TYPES[kept.kind], headers=headers)
