"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.crafts import pages

app_name = "crafts"
urlpatterns = [
    path("crafts/", pages.crafts, name="list"),
    path("crafts/order/", pages.order, name="order"),
    path("crafts/new/", pages.new, name="new"),
    path("crafts/asked/<int:pk>/", pages.answer, name="answer"),
    path("crafts/<slug:slug>/", pages.craft, name="craft"),
]
