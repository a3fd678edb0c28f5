"""Addresses of the room."""

from django.urls import path

from haat.web.maker.help import answers, pages, thread

urlpatterns = [
    path("help/", pages.help_page, name="help"),
    path("help/ask/", pages.ask, name="ask"),
    path("help/answers/", answers.answers, name="answers"),
    path("help/<int:pk>/", thread.thread, name="question"),
    path("help/<int:pk>/say/", thread.say, name="say"),
    path("help/<int:pk>/helped/", thread.helped, name="helped"),
    path("help/<int:pk>/files/<int:file>/", thread.enclosure, name="enclosure"),
]
