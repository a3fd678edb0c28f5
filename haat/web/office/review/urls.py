"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.review import pages, rows, targets

app_name = "review"
urlpatterns = [
    path("review/", pages.review, name="review"),
    path("review/targets/", targets.target, name="target"),
    path("review/targets/<int:pk>/take-back/", targets.take_back, name="take_back"),
    path("review/rows/<slug:of>/", rows.rows, name="rows"),
]
