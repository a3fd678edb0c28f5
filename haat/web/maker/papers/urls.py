"""Addresses of the room."""

from django.urls import path

from haat.web.maker.papers import pages

urlpatterns = [
    path("papers/", pages.papers, name="papers"),
    path("papers/begin/", pages.begin, name="paper_begin"),
    path("papers/<int:pk>/", pages.paper, name="paper"),
    path("papers/<int:pk>/number/", pages.send, name="paper_send"),
]
