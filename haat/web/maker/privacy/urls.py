"""Addresses of the room."""

from django.urls import path

from haat.web.maker.privacy import pages

urlpatterns = [path("privacy/", pages.privacy, name="privacy")]
