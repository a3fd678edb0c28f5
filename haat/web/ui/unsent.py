"""What was typed when a session ended: kept for an hour, and offered to its writer again after signing in."""

import time
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from haat.web.ui.request import Request

KEY = "unsent"
SECONDS, MOST_LETTERS = 3600, 50_000
# Never laid down: what only its owner may know, and the token of the page.
HIDDEN, SHOWN = ("nonce", "key", "seen", "next"), 12
MOST_SHOWN = 60
SECRET = frozenset({"csrfmiddlewaretoken", "password", "old", "new", "again", "code"})


def keep(request: Request) -> str:
    """Lay down what was sent; answers where to go after signing in. The form has passed its token already."""
    fields = [(name, value) for name, values in request.POST.lists() if name not in SECRET for value in values]
    if SECRET & (request.POST.keys() - {"csrfmiddlewaretoken"}) or sum(len(v) for _n, v in fields) > MOST_LETTERS:
        return request.get_full_path()
    writer = request.ended or request.user
    request.session[KEY] = {
        "to": request.get_full_path(),
        "fields": fields,
        "at": int(time.time()),
        "by": writer.pk,
    }
    return reverse("ui:unsent")


def typed(request: Request) -> list[str]:
    """What was sent, as it can be shown to who typed it: no secrets, and nothing she never saw."""
    told = [values for name, values in request.POST.lists() if name not in SECRET and not _is_hidden(name)]
    shown = [value for values in told for value in values if value.strip()]
    return [value[:MOST_LETTERS] for value in shown[:MOST_SHOWN]]


def _is_hidden(name: str) -> bool:
    """Whether a field is one that nobody typed, under whatever prefix its form has."""
    return name.rpartition("-")[2] in HIDDEN


def forget(request: Request) -> None:
    """It is being sent now."""
    if request.method == "POST" and KEY in request.session and request.session[KEY]["to"] == request.get_full_path():
        del request.session[KEY]


@never_cache
@require_safe
def unsent(request: Request) -> HttpResponse:
    """The form once more, to be sent with one press, or left."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    if not request.user.is_authenticated or kept is None or kept["at"] < time.time() - SECONDS:
        return redirect("shop:home")
    if kept.get("by") not in (None, request.user.pk):  # another officer at the same machine
        del request.session[KEY]
        return redirect("office:today:list")
    shown = [value for name, value in kept["fields"] if value and not _is_hidden(name)]
    leave = reverse("maker:home" if kept["to"].startswith(reverse("maker:home")) else "office:today:list")
    return render(request, "ui/unsent.html", {"kept": kept, "shown": shown[:SHOWN], "leave": leave})
