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
SECRET = frozenset({"csrfmiddlewaretoken", "password", "old", "new", "code"})


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
    shown = [value for name, value in kept["fields"] if value and name not in HIDDEN]
    leave = reverse("maker:home" if kept["to"].startswith(reverse("maker:home")) else "office:today:list")
    return render(request, "ui/unsent.html", {"kept": kept, "shown": shown[:SHOWN], "leave": leave})
