"""Addresses for machines: monitors, crawlers, pictures where no nginx serves them, feeds of the goods, figures for
Prometheus, and what senders report of messages."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path, re_path

from haat.web.api import crawlers, feeds, health, metrics, pictures, reports

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("sitemap-<slug:part>.xml", crawlers.sitemap_part, name="sitemap_part"),
    path(".well-known/security.txt", crawlers.security, name="security"),
    path(".well-known/change-password", crawlers.change_password, name="change_password"),
    path("hooks/messages/<slug:sender>/", reports.reports, name="reports_signed"),
    path("hooks/messages/<slug:sender>/<slug:secret>/", reports.reports, name="reports"),
    path("favicon.ico", crawlers.favicon, name="favicon"),
    re_path(rf"^feeds/{feeds.PATH}$", feeds.feed, name="feed"),
]
if settings.MEDIA_URL.startswith("/"):
    urlpatterns.append(
        re_path(rf"^{settings.MEDIA_URL.strip('/')}/(?P<path>{pictures.PATH})$", pictures.picture, name="picture")
    )
