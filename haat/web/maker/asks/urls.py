"""Addresses of the room."""

from django.urls import path

from haat.web.maker.asks import pages

urlpatterns = [
    path("asks/", pages.asks, name="asks"),
    path("asks/<int:pk>/<str:key>/", pages.answer, name="answer"),
    path("asks/<int:pk>/<str:key>/on/", pages.hand_on, name="hand_on"),
]
