"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.sheets import pages

app_name = "sheets"
urlpatterns = [
    path("tables/", pages.sheets, name="list"),
    path("tables/empty/<slug:kind>.xlsx", pages.empty, name="empty"),
    path("tables/<int:pk>/", pages.sheet, name="sheet"),
    path("tables/<int:pk>/bring/", pages.bring, name="bring"),
    path("tables/<int:pk>/result.xlsx", pages.result, name="result"),
]
