"""Where senders report what became of messages. What is not plainly theirs is answered 400 and does not count."""

import structlog
from django.http import Http404, HttpRequest, HttpResponse, RawPostDataException
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from haat.messages import setup
from haat.messages.actions import hear_all
from haat.messages.sender import Call, Forged, Sender, Unread, find
from haat.web.ui.request import Request

MOST_BYTES = 256 * 1024
log = structlog.get_logger("haat.messages")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def reports(request: Request, sender: str, secret: str = "") -> HttpResponse:
    """Hear a sender. One that signs has no secret in its address; for the others it ends with one."""
    found = find(sender)
    if found is None:
        raise Http404
    body = _body(request)
    if len(body) > MOST_BYTES:
        return _no(found, "too long")
    try:
        answer = found.read(_call(request, body, secret), setup.of(found.slug, _mart(request)))
    except (Forged, Unread, setup.BadFile) as wrong:
        return _no(found, type(wrong).__name__.lower())
    hear_all(found.slug, answer.told)
    return HttpResponse(answer.text or "ok", content_type="text/plain; charset=utf-8")


def _mart(request: Request) -> str:
    """Whose address it came to; nobody's before the first mart is opened."""
    return request.mart.slug if request.mart else ""


def _body(request: HttpRequest) -> bytes:
    """The bytes as they came; nothing of a form in parts, which has been read into its fields by now."""
    try:
        return request.body
    except RawPostDataException:
        return b""


def _call(request: HttpRequest, body: bytes, secret: str) -> Call:
    headers = dict(request.headers.items())
    return Call(request.method or "", secret, request.GET.dict(), request.POST.dict(), body, headers)


def _no(sender: Sender, why: str) -> HttpResponse:
    """The same to everybody: a stranger learns nothing of what was wrong."""
    log.warning("report not heard", sender=sender.slug, why=why)
    return HttpResponse("not heard", status=400, content_type="text/plain; charset=utf-8")
