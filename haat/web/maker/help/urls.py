"""Addresses of the room."""

from django.urls import path

from haat.web.maker.help import pages

urlpatterns = [
    path("help/", pages.help_page, name="help"),
    path("help/ask/", pages.ask, name="ask"),
]
