"""The notice aloud: which tongues are recorded, by whom; recorded here, or anew."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from haat.core.errors import VoiceTooBig
from haat.core.voices import MOST_BYTES, TYPES, read_voice
from haat.people.queries import people
from haat.survey.actions import record_notice
from haat.survey.notice import NOTICE, PURPOSES
from haat.survey.queries import voice_of, voices_of
from haat.survey.tongues import TONGUES
from haat.web.office.desk.page import act_with, page
from haat.web.office.survey.forms import NoticeForm
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_finds")
def notices(request: Request) -> HttpResponse:
    """Every tongue with its recording, and a form for a new one."""
    if request.method != "POST":
        return _page(request, NoticeForm())
    form = NoticeForm(request.POST, request.FILES)

    def do() -> None:
        sent = form.cleaned_data["voice"]
        if sent.size > MOST_BYTES:
            raise VoiceTooBig()
        voice = read_voice(sent.read())
        record_notice(request.mart, tongue=form.cleaned_data["tongue"], voice=voice, anew=True, by=actor(request))

    if act_with(request, form, do, done=_("Recorded. Every worker’s phone plays it from now on.")):
        return redirect("office:survey:notices")
    return _page(request, form, status=422)


def _page(request: Request, form: NoticeForm, *, status: int = 200) -> HttpResponse:
    voices = {voice.tongue: voice for voice in voices_of(request.mart)}
    known = people(voice.by_id for voice in voices.values() if voice.by_id)
    rows: list[dict[str, Any]] = [
        {"tongue": tongue, "voice": voice, "by": known.get(voice.by_id or 0) if voice else None}
        for tongue in TONGUES.values()
        for voice in [voices.get(tongue.code)]
    ]
    lines = NOTICE.read(request.mart)
    context = {"rows": rows, "lines": lines, "purposes": PURPOSES.values(), "version": NOTICE.version}
    return page(request, "survey/notices", status=status, form=form, **context)


@require_safe
@office("change_finds")
def sound(request: Request, pk: int) -> HttpResponse:
    """One recording, as sound; back to the list when it is gone."""
    voice = voice_of(request.mart, pk)
    if voice is None:
        return redirect("office:survey:notices")
    return HttpResponse(bytes(voice.content), content_type=TYPES[voice.kind])
