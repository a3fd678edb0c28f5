"""Addresses of the room."""

from django.urls import path

from haat.web.maker.groups import pages, waves

urlpatterns = [
    path("groups/", pages.groups, name="groups"),
    path("groups/waves/", waves.waves, name="waves"),
    path("groups/<int:pk>/accept/<str:number>/", pages.accept, name="accept_for"),
    path("groups/<int:pk>/phone/", pages.write_phone, name="phone_of"),
]
