"""Her photo and her voice: for who may follow finds, and every look is on record."""

from base64 import b64encode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haat.core.errors import HaatError
from haat.core.scans import size_of
from haat.core.voices import TYPES
from haat.survey.actions import hear, look_at
from haat.survey.models import FindFile
from haat.survey.queries import file_of
from haat.web.office.desk.page import page
from haat.web.office.survey.pages import one
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request


def _file(request: Request, pk: int, file: int, *, photo: bool) -> FindFile:
    found = file_of(one(request, "change_finds", pk), file)
    if found is None or (found.kind == FindFile.Kind.PHOTO) is not photo:
        raise Http404
    return found


@require_POST
@never_cache
@office("change_finds")
def photo(request: Request, pk: int, file: int) -> HttpResponse:
    """One photo, large."""
    kept = _file(request, pk, file, photo=True)
    try:
        content = look_at(kept, by=actor(request))
    except HaatError as problem:
        messages.error(request, problem.message)
        return redirect("office:survey:find", pk)
    width, height = size_of(content)
    picture = b64encode(content).decode()
    return page(request, "survey/photo", find=kept.find, file=kept, picture=picture, width=width, height=height)


@require_safe
@never_cache
@office("change_finds")
def voice(request: Request, pk: int, file: int) -> HttpResponse:
    """Her voice note, or her recorded yes."""
    kept = _file(request, pk, file, photo=False)
    try:
        content = hear(kept, by=actor(request))
    except HaatError as problem:
        messages.error(request, problem.message)
        return redirect("office:survey:find", pk)
    headers = {"Content-Disposition": f'inline; filename="find-{pk}.{kept.form}"'}
    return HttpResponse(content, content_type=TYPES[kept.form], headers=headers)
