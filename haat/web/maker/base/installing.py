"""What makes the pages an app: the manifest, the service worker, and the page shown without net."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from haat.core.languages import LANGUAGES, best, current
from haat.web.maker.base.request import Request
from haat.web.ui.session import as_nobody

# Everything the pages need besides themselves; what a lesson needs besides is kept with it (worker.js, holdAll).
STYLES = (
    *("ui/tokens.css", "ui/base.css", "ui/components.css", "ui/maker.css", "maker/maker.css", "maker/groups.css"),
    *("maker/asks.css", "maker/papers.css"),
)
SCRIPTS = (
    *("ui/js/maker.js", "ui/js/speak.js", "ui/js/menus.js", "maker/js/app.js", "maker/js/add.js", "maker/js/pad.js"),
    *("maker/js/fair.js", "maker/js/hear.js", "maker/js/photo.js", "maker/js/outbox.js", "ui/js/leave.js"),
    *("ui/js/queue.js", "ui/js/deeds.js", "maker/js/steps.js", "maker/js/voice.js", "maker/js/groups.js"),
    "ui/js/recorder.js",
    *("maker/js/share.js", "maker/js/asks.js", "maker/js/camera.js"),
)
WORKER = ("maker/js/outbox.js", "ui/js/queue.js", "maker/js/worker.js")
DRAWN = (
    *("ui/cloth/weave.svg", "ui/cloth/selvedge.svg", "ui/favicon.svg"),
    *(f"ui/drawings/{name}.svg" for name in ("passbook", "help", "basket-natural", "bangles-lac", "woman-lac")),
    *(f"ui/drawings/{name}.svg" for name in ("hamper", "material-box", "material-labour", "material-other")),
)
PRECACHED = (*STYLES, *SCRIPTS, *DRAWN)


def _addresses(names: tuple[str, ...]) -> list[str]:
    """Where each file is kept: pages, and scripts that import others, name files by their content, and so does this."""
    return [static(name) for name in names]


def _version() -> str:
    whole = hashlib.blake2b(digest_size=8)
    for name in dict.fromkeys([*PRECACHED, *WORKER]):
        whole.update(static(name).encode())
        if settings.DEBUG:  # addresses then say nothing about the content
            whole.update(_content(name))
    return whole.hexdigest()


def _content(name: str) -> bytes:
    found = finders.find(name)
    return Path(found).read_bytes() if isinstance(found, str) else b""


_kept_version = lru_cache(maxsize=1)(_version)


def version() -> str:
    """A name for all these files: after a deploy that changed one, the phone fetches them anew."""
    return _version() if settings.DEBUG else _kept_version()


@never_cache
@require_safe
def worker(request: Request) -> HttpResponse:
    """The service worker: what to keep, then the scripts that know how."""
    facts = {
        "version": version(),
        "files": _addresses(PRECACHED),
        "offline": reverse("maker:offline"),
        "home": reverse("maker:home"),
        "add": reverse("maker:add"),
        "kept": reverse("maker:kept"),
        "lessons": reverse("maker:lessons"),
        "token": reverse("maker:token"),
        "signOut": reverse("maker:sign_out"),
    }
    scripts = ", ".join(json.dumps(static(name)) for name in WORKER)
    body = f"self.HAAT = {json.dumps(facts)};\nimportScripts({scripts});\n"
    return HttpResponse(body, content_type="text/javascript; charset=utf-8")


@cache_control(max_age=3600, private=True)
@require_safe
def manifest(request: Request) -> JsonResponse:
    """How the app is called on the home screen."""
    language = LANGUAGES[current()]
    mart = best(request.mart.names).text
    facts = {
        "id": reverse("maker:home"),
        "start_url": reverse("maker:home"),
        "scope": reverse("maker:home"),
        "name": _("%(mart)s, my work") % {"mart": mart},
        "short_name": mart,
        "lang": language.code,
        "dir": language.direction,
        "display": "standalone",
        "orientation": "portrait",
        "background_color": "#FAF6EE",
        "theme_color": "#FAF6EE",
        "icons": [
            {
                "src": static(f"maker/icon-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size, purpose in ((192, "any"), (512, "any"), (512, "maskable"))
        ],
    }
    return JsonResponse(facts, content_type="application/manifest+json")


@cache_control(max_age=3600, private=True)
@require_safe
def offline(request: Request) -> HttpResponse:
    """What stands where a page was never seen before; it names nobody, whoever is here when the phone takes it."""
    return render(as_nobody(request), "maker/offline.html", {"messages": ()})
