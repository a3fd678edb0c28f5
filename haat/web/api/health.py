"""Is it alive: the process answers, the database takes changes, a worker has shown life lately."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from haat.core.health import EXAMINED


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 `{"ok": true}`, or 503 with what is wrong, by its name: `database` or `worker`."""
    wrong = EXAMINED.answer()
    if wrong:
        return JsonResponse({"ok": False, **wrong}, status=503)
    return JsonResponse({"ok": True})
