"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.livelihood import pages, taking

app_name = "livelihood"
urlpatterns = [
    path("livelihood/", pages.district, name="district"),
    path("livelihood/rule/", pages.rule, name="rule"),
    path("livelihood/register/", taking.register, name="register"),
    path("livelihood/makers/", pages.makers, name="makers"),
    path("livelihood/makers/<int:pk>/", pages.maker, name="maker"),
]
