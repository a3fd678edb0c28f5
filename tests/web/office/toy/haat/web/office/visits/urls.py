"""Addresses of the room, below /office/."""

from django.urls import path
from haat.web.office.visits import pages

app_name = "visits"
urlpatterns = [path("visits/", pages.visits, name="list")]
