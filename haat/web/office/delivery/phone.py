"""The rider's phone without net: the pages it keeps, what it sends later, and what of that was refused."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from haat.delivery import actions
from haat.delivery.fetching import clashes_for
from haat.delivery.models import Clash, Parcel
from haat.people.rules import can
from haat.web.ui.deeds import done_at, kept
from haat.web.ui.errors import not_allowed
from haat.web.ui.gate import actor, rider
from haat.web.ui.request import Request
from haat.web.ui.session import as_nobody

# Everything the two pages need besides themselves.
FILES = (
    *("ui/tokens.css", "ui/base.css", "ui/components.css", "ui/maker.css", "office/desk.css"),
    *("office/delivery/delivery.css", "office/delivery/ride.js", "ui/js/maker.js", "ui/js/speak.js", "ui/js/menus.js"),
    *("ui/js/leave.js", "ui/js/queue.js", "ui/js/deeds.js", "ui/favicon.svg"),
)
WORKER = ("ui/js/queue.js", "office/delivery/ride-worker.js")
# A deed told so much later was done where nobody saw the refusal: the desk is asked to call.
LATE = timedelta(minutes=5)
FORBIDDEN, CONFLICT, UNPROCESSABLE = 403, 409, 422
REFUSED = (FORBIDDEN, CONFLICT, UNPROCESSABLE)
View = Callable[..., HttpResponse]


def kept_page(request: Request, answer: HttpResponse) -> HttpResponse:
    """A page that the rider's phone keeps, for this rider alone."""
    answer["X-Phone"] = f"{request.user.pk}-ride"
    answer["Cache-Control"] = "no-store, private"
    return answer


def asked_of(request: Request) -> list[Clash]:
    """What the desk will ask this rider, who may know it before."""
    return list(clashes_for(request.user.pk, request.mart))


def told(deed: Clash.Deed, found: Callable[..., tuple[Any, ...]]) -> Callable[[View], View]:
    """Do what a phone sends, which may be long after it was done; outside of `queued`, whose answer is read here.

    `found` answers what the deed is about, the parcel last; the view is called with it. What is refused late is a
    question to the desk: once, however often it is sent again. So is what somebody did before his role ended.
    """

    def decorate(view: View) -> View:
        view.hears_leavers = True  # type: ignore[attr-defined]  # so has what wraps it

        @wraps(view)
        def handle(request: Request, **named: Any) -> HttpResponse:
            rides = can(request.user, "ride", mart=request.mart)
            if not rides and not kept(request):
                return not_allowed(request)
            about = found(request, **named)
            answer = view(request, *about) if rides else not_allowed(request)
            if kept(request) and about[-1] is not None and answer.status_code in REFUSED:
                _refused(request, about[-1], deed, answer)
            return answer

        return handle

    return decorate


def _refused(request: Request, parcel: Parcel, deed: Clash.Deed, answer: HttpResponse) -> None:
    """The desk is asked, unless the rider reads the refusal where he stands."""
    at, key = done_at(request) or timezone.now(), request.headers["X-Deed"]
    if answer.status_code == UNPROCESSABLE and timezone.now() - at <= LATE:
        return
    if answer.status_code == FORBIDDEN:
        with override(request.mart.default_language):
            words = gettext("He is no rider any more.")
    else:
        words = " ".join(json.loads(answer.content)["said"])
    key = f"refused:{hashlib.sha256(f'{request.user.pk}:{key}'.encode()).hexdigest()[:40]}"
    actions.tell_refused(parcel, who=request.user, deed=deed, words=words, done_at=at, key=key, by=actor(request))


@never_cache
@require_safe
@rider
def worker(request: Request) -> HttpResponse:
    """The service worker of the rider's pages: what to keep, then the scripts that know how."""
    files = [static(name) for name in FILES]
    version = hashlib.blake2b("".join([*files, *map(static, WORKER)]).encode(), digest_size=8).hexdigest()
    facts = {
        "version": version,
        "files": files,
        "home": reverse("office:delivery:ride"),
        "pages": [reverse(f"office:delivery:{name}") for name in ("ride", "fetch", "ride_kept")],
        "offline": reverse("office:delivery:ride_offline"),
        "token": reverse("ui:deed_token"),
    }
    scripts = ", ".join(json.dumps(static(name)) for name in WORKER)
    body = f"self.HAAT = {json.dumps(facts)};\nimportScripts({scripts});\n"
    return HttpResponse(body, content_type="text/javascript; charset=utf-8")


@cache_control(max_age=3600, private=True)
@require_safe
@rider
def offline(request: Request) -> HttpResponse:
    """What stands where a page was never seen before; it names nobody, whoever is here when the phone takes it."""
    return render(as_nobody(request), "office/delivery/ride_offline.html")
