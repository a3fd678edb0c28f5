"""Addresses of the room."""

from django.urls import path

from haat.web.maker.node import enrolling, pages

urlpatterns = [
    path("node/", pages.home, name="node"),
    path("node/groups/<int:pk>/", pages.group, name="node_group"),
    path("node/groups/<int:pk>/enrol/", enrolling.enrol, name="node_enrol"),
]
