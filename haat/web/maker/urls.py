"""Addresses of the maker's phone, all under /maker/: its own, and every room's."""

from django.urls import URLPattern, URLResolver, include, path

from haat.web.maker.base import choose, home, installing
from haat.web.maker.base.rooms import rooms

app_name = "maker"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("kept/", home.kept, name="kept"),
    path("choose/", choose.choose, name="choose"),
    path("sign-out/", home.sign_out, name="sign_out"),
    path("offline/", installing.offline, name="offline"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("sw.js", installing.worker, name="worker"),
    *(path("", include(f"haat.web.maker.{name}.urls")) for name in rooms()),
]
