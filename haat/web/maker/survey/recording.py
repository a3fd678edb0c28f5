"""The notice aloud: recorded once in each tongue, and fetched by every phone that will play it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haat.core.errors import HaatError, NotAVoice
from haat.core.limits import hit
from haat.core.voices import TYPES, read_voice
from haat.survey.actions import record_notice
from haat.survey.notice import NOTICE, PURPOSES
from haat.survey.queries import voice_of, voices_of
from haat.survey.tongues import TONGUES
from haat.web.maker.base.request import Request
from haat.web.maker.survey.entering import page, surveying
from haat.web.maker.survey.reading import new_file
from haat.web.ui.gate import actor


@require_http_methods(["GET", "HEAD", "POST"])
@surveying
def record(request: Request) -> HttpResponse:
    """A tongue that nobody has recorded yet, read aloud by somebody who speaks it."""
    if request.method != "POST":
        return _page(request)
    tongue, sent = request.POST.get("tongue", ""), request.FILES.get("voice")
    try:
        hit(f"notice:{request.user.pk}", most=30, seconds=3600)
        if sent is None:
            raise NotAVoice()
        voice = read_voice(new_file("voice-0", "voice", sent).content)
        record_notice(request.mart, tongue=tongue, voice=voice, by=actor(request))
    except HaatError as problem:
        return _page(request, wrong={problem.field or "voice": problem.message}, chosen=tongue)
    messages.success(request, _("Recorded. Every worker’s phone plays it from now on."))
    return redirect("maker:survey")


def _page(request: Request, *, wrong: dict[str, str] | None = None, chosen: str = "") -> HttpResponse:
    there = {voice.tongue for voice in voices_of(request.mart)}
    lacking = [tongue for tongue in TONGUES.values() if tongue.code not in there]
    asked = [str(purpose.question) for purpose in PURPOSES.values()]
    lines = [*NOTICE.read(request.mart), *asked]
    status = 422 if wrong else 200
    return page(request, "record", status=status, lacking=lacking, lines=lines, wrong=wrong or {}, chosen=chosen)


@require_safe
@surveying
def sound(request: Request, pk: int) -> HttpResponse:
    """One recording, as sound."""
    voice = voice_of(request.mart, pk)
    if voice is None:
        raise Http404
    return HttpResponse(bytes(voice.content), content_type=TYPES[voice.kind])
