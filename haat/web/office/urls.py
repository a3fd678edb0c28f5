"""Addresses of the office, all under /office/: every room its own, and the reader's password."""

from django.urls import include, path

from haat.web.office.desk import password
from haat.web.office.desk.rooms import rooms

app_name = "office"
urlpatterns = [
    path("password/", password.password, name="password"),
    *(path("", include(f"haat.web.office.{name}.urls")) for name in rooms()),
]
