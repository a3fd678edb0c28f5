"""Addresses of the room."""

from django.urls import path

from haat.web.shop.help import complaint, pages

urlpatterns = [
    path("help/", pages.help_page, name="help"),
    path("help/<str:token>/", complaint.complaint, name="complaint"),
    path("help/<str:token>/files/<int:file>/", complaint.enclosure, name="complaint_file"),
]
