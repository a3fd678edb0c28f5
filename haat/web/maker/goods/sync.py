"""Where the phone sends what was made without net: a good with its picture, as often as it likes, counted once."""

import json
import re
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue.errors import NoPhoto
from haat.catalogue.queries import crafts, shows_picture, weights_of
from haat.core.errors import HaatError, NotAllowed, PictureBusy, Stale
from haat.core.files import check_size, store_picture
from haat.core.languages import LANGUAGES
from haat.core.limits import hit
from haat.core.numerals import whole_number
from haat.makers.rules import lacks_code
from haat.people.errors import FactorMissing
from haat.studio.actions import list_good
from haat.studio.facts import Listed
from haat.studio.queries import listed_before
from haat.web.maker.base.acting import Acting, act_for, belongs, helps_unproven, signed_in_now
from haat.web.maker.base.request import Request
from haat.web.maker.goods.draft import Draft, first_step, good_key, read, weight_slip, wrong

MOST_DRAFT_BYTES = 20_000
SENDING = re.compile(r"[0-9A-Za-z-]{16,64}")


@never_cache
@require_safe
def token(request: Request) -> HttpResponse:
    """A fresh CSRF token, and who is signed in: the phone sends only what this person made."""
    if not signed_in_now(request):
        return _signed_out("ui:office_sign_in" if request.ended and request.ended.proven else "ui:sign_in")
    if not belongs(request) and helps_unproven(request.user, request.mart):
        return _signed_out("ui:office_sign_in")
    if lacks_code(request.user, request.mart):
        return _signed_out()
    return JsonResponse({"token": get_token(request), "user": request.user.pk})


@never_cache
@require_POST
def sync(request: Request) -> HttpResponse:
    """Take one good: fields `maker`, `key`, `turn`, `sending` (its name, made when it was finished; phones of before
    have none), `draft` (JSON), `photo` (file).

    200 {good, name, new}; 401 signed out, or a helper without her second factor; 403 not her maker;
    409 {errors, step} when another sending of the good came before; 422 {errors, step}; 429 too often.
    """
    if not signed_in_now(request):
        return _signed_out()
    try:
        hit(f"sync:{request.user.pk}", most=60, seconds=600)
        acting = act_for(request.user, request.mart, request.POST.get("maker", ""))
    except FactorMissing:
        return _signed_out("ui:office_sign_in")
    except NotAllowed:
        if lacks_code(request.user, request.mart):
            return _signed_out()
        return JsonResponse({"error": _("You cannot add goods for this maker. Ask the desk.")}, status=403)
    except HaatError as problem:
        return JsonResponse({"error": problem.message}, status=429)
    raw = _raw(request.POST.get("draft", ""))
    if raw is None:
        return _unreadable()
    language = raw.get("language")
    known = isinstance(language, str) and language in LANGUAGES
    with translation.override(language if known else translation.get_language()):
        return _take(request, acting, raw)


def _signed_out(name: str = "ui:sign_in") -> HttpResponse:
    where = f"{reverse(name)}?next={reverse('maker:home')}"
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
    sending = request.POST.get("sending", "")
    if key is None or (sending and not SENDING.fullmatch(sending)):
        return _unreadable()
    draft, errors = read(raw, crafts())
    if draft is not None:
        errors |= weight_slip(raw, draft, weights_of(acting.maker))
    sent = request.FILES.get("photo")
    try:
        check_picture(acting, key, sent)
    except HaatError as problem:
        errors["photo"] = problem.message
    if draft is None or errors:
        return _refused(errors)
    turn = whole_number(request.POST.get("turn", "0"), most_digits=9) or 0
    told = listed_before(acting.maker, key, turn, sending)
    if told is not None:
        return _saved(draft, told)
    try:
        picture = store_picture(sent.read()) if sent else None
        facts = draft.facts(picture)
        saved = list_good(acting.maker, facts, key=key, turn=turn, sending=sending, by=acting.by)
    except PictureBusy as problem:
        return JsonResponse({"error": problem.message}, status=429)
    except Stale as problem:
        return _refused(wrong(problem), status=409)
    except HaatError as problem:
        return _refused(wrong(problem))
    return _saved(draft, saved)


def _saved(draft: Draft, saved: Listed) -> HttpResponse:
    return JsonResponse({"good": saved.good.pk, "name": draft.name, "new": saved.new})


def _refused(errors: dict[str, str], *, status: int = 422) -> HttpResponse:
    return JsonResponse({"errors": errors, "step": first_step(errors)}, status=status)


def check_picture(acting: Acting, key: str, sent: UploadedFile | None) -> None:
    """What can be said of the picture before it is decoded. Raises HaatError when it is missing or too big."""
    if sent is not None:
        check_size(sent.size or 0)
    elif not shows_picture(acting.maker, key):
        raise NoPhoto()
