"""Where the phone sends what was made without net: a good with its picture, as often as it likes, counted once."""

import json
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue.errors import no_photo
from haat.catalogue.models import Craft, Good
from haat.core.errors import HaatError, NotAllowed
from haat.core.files import MOST_BYTES, store_picture
from haat.core.languages import LANGUAGES
from haat.core.limits import hit
from haat.core.models import Picture
from haat.core.numerals import whole_number
from haat.web.maker.acting import Acting, act_for, signed_in_now
from haat.web.maker.draft import first_step, good_key, read, save
from haat.web.maker.request import Request

MOST_DRAFT_BYTES = 20_000


@never_cache
@require_safe
def token(request: Request) -> HttpResponse:
    """A fresh CSRF token, and who is signed in: the phone sends only what this person made."""
    if not signed_in_now(request):
        return _signed_out()
    return JsonResponse({"token": get_token(request), "user": request.user.pk})


@never_cache
@require_POST
def sync(request: Request) -> HttpResponse:
    """Take one good: fields `maker`, `key`, `turn`, `draft` (JSON), `photo` (file).

    200 {good, name, new}; 401 signed out; 403 not her maker; 422 {errors, step}; 429 too often.
    """
    if not signed_in_now(request):
        return _signed_out()
    try:
        hit(f"sync:{request.user.pk}", most=60, seconds=600)
        acting = act_for(request.user, request.mart, request.POST.get("maker", ""))
    except NotAllowed:
        return JsonResponse({"error": _("You cannot add goods for this maker. Ask the desk.")}, status=403)
    except HaatError as problem:
        return JsonResponse({"error": problem.message}, status=429)
    raw = _raw(request.POST.get("draft", ""))
    if raw is None:
        return _unreadable()
    language = raw.get("language")
    with translation.override(language if language in LANGUAGES else translation.get_language()):
        return _take(request, acting, raw)


def _signed_out() -> HttpResponse:
    where = f"{reverse('ui:sign_in')}?next={reverse('maker:home')}"
    return JsonResponse({"error": _("Sign in again, then it is sent."), "sign_in": where}, status=401)


def _unreadable() -> HttpResponse:
    said = _("We could not read what the phone sent. Open the good and send it again.")
    return JsonResponse({"error": said}, status=400)


def _raw(text: str) -> dict[str, Any] | None:
    if len(text) > MOST_DRAFT_BYTES:
        return None
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return raw if isinstance(raw, dict) else None


def _take(request: Request, acting: Acting, raw: dict[str, Any]) -> HttpResponse:
    key = good_key(request.POST.get("key", ""), acting.maker)
    if key is None:
        return _unreadable()
    draft, errors = read(raw, list(Craft.objects.all()))
    picture = None
    try:
        picture = picture_for(acting, key, request.FILES.get("photo"))
    except HaatError as problem:
        errors["photo"] = problem.message
    if draft is None or errors:
        return _refused(errors)
    turn = whole_number(request.POST.get("turn", "0"), most_digits=9) or 0
    try:
        saved = save(acting.maker, key=key, draft=draft, picture=picture, turn=turn, by=acting.by)
    except HaatError as problem:
        return _refused({problem.field or "name": problem.message})
    return JsonResponse({"good": saved.good.pk, "name": draft.name, "new": saved.new})


def _refused(errors: dict[str, str]) -> HttpResponse:
    return JsonResponse({"errors": errors, "step": first_step(errors)}, status=422)


def picture_for(acting: Acting, key: str, sent: UploadedFile | None) -> Picture | None:
    """The picture that was sent, stored; None when the good has one already. Raises HaatError."""
    if sent is None:
        if Good.objects.filter(maker=acting.maker, key=key, photos__isnull=False).exists():
            return None
        raise no_photo()
    if (sent.size or 0) > MOST_BYTES:
        sentence = _("The picture is larger than 12 MB. Take it again, smaller.")
        raise HaatError("picture.too_big", sentence, field="photo")
    return store_picture(sent.read())
