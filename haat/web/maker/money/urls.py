"""Addresses of the room."""

from django.urls import path

from haat.web.maker.money import pages

urlpatterns = [
    path("money/", pages.money, name="money"),
]
