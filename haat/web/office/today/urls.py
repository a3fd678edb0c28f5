"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.today import pages

app_name = "today"
urlpatterns = [
    path("", pages.today, name="list"),
]
