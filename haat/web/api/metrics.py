"""Figures for Prometheus, counted when it asks; only a scraper on the same machine may."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from haat.core.models import Job
from haat.messages.models import Message
from haat.orders.models import SellerOrder

LOOPBACK = ("127.0.0.1", "::1")


class _Figures:
    """What an operator watches: jobs, messages and seller orders by state, and how long the oldest job has waited."""

    def collect(self) -> Iterator[Metric]:
        for name, words, model in (
            ("haat_jobs", "Jobs by state", Job),
            ("haat_messages", "Messages by state", Message),
            ("haat_seller_orders", "Seller orders by state", SellerOrder),
        ):
            gauge = GaugeMetricFamily(name, words, labels=["state"])
            for state, count in model.objects.values_list("state").annotate(Count("pk")).order_by("state"):
                gauge.add_metric([state], count)
            yield gauge
        oldest = Job.objects.filter(state=Job.State.WAITING).aggregate(at=Min("run_at"))["at"]
        waited = max(0.0, (timezone.now() - oldest).total_seconds()) if oldest else 0.0
        yield GaugeMetricFamily("haat_job_wait_seconds", "How long the oldest due job has waited", value=waited)


def metrics(request: HttpRequest) -> HttpResponse:
    """The figures as text; 404 to anybody who does not ask from this machine, directly."""
    if request.META.get("REMOTE_ADDR") not in LOOPBACK or "X-Forwarded-For" in request.headers:
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
