"""Figures for Prometheus, counted when it asks; only a scraper on the same machine may."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from haat.core.clock import database_now
from haat.core.marks import last_sign
from haat.core.models import Job
from haat.core.queries import by_state, oldest_waiting
from haat.messages.models import Message
from haat.orders.models import Part

LOOPBACK = ("127.0.0.1", "::1")
# A proxy on this machine asks for somebody else, and says so in one of these.
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via")


class _Figures:
    """What an operator watches: jobs, messages and parts by state, and how long the oldest job has waited."""

    def collect(self) -> Iterator[Metric]:
        for name, words, model in (
            ("haat_jobs", "Jobs by state", Job),
            ("haat_messages", "Messages by state", Message),
            ("haat_parts", "Parts of orders by state", Part),
        ):
            gauge = GaugeMetricFamily(name, words, labels=["state"])
            for state, count in by_state(model).items():
                gauge.add_metric([state], count)
            yield gauge
        oldest = oldest_waiting()
        waited = max(0.0, (timezone.now() - oldest).total_seconds()) if oldest else 0.0
        sign = last_sign()
        if sign:
            silent = max(0.0, (database_now() - sign).total_seconds())
            yield GaugeMetricFamily("haat_worker_silent_seconds", "Since a worker last showed life", value=silent)
        yield GaugeMetricFamily("haat_job_wait_seconds", "How long the oldest due job has waited", value=waited)


def from_here(request: HttpRequest) -> bool:
    """Somebody on this machine asks, directly."""
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not any(name in request.headers for name in FORWARDED)


def metrics(request: HttpRequest) -> HttpResponse:
    """The figures as text; 404 to anybody who does not ask from this machine, directly."""
    if not from_here(request):
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
