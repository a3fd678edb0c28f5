"""Addresses of the room."""

from django.urls import path

from haat.web.shop.privacy import pages

urlpatterns = [path("my-data/", pages.privacy, name="privacy")]
