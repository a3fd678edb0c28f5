"""What monitors ask for is answered before host names, marts and sessions are looked at: it must not need them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from haat.web.api import health, metrics

GetResponse = Callable[[HttpRequest], HttpResponse]


def monitors(get_response: GetResponse) -> GetResponse:
    """`/healthz` for anybody, under any host name; `/metrics` for this machine. All else goes its way."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return health.healthz(request)
        if request.path_info == "/metrics" and metrics.from_here(request):
            return metrics.metrics(request)
        return get_response(request)

    return handle
