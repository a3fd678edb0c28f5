"""Addresses of the room."""

from django.urls import path

from haat.web.shop.letters import pages

urlpatterns = [
    path("letter/<str:code>/", pages.letter, name="letter"),
    path("card/<str:code>/", pages.card, name="card"),
]
