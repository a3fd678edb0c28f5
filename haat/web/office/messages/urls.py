"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.messages import pages, wording

app_name = "messages"
urlpatterns = [
    path("messages/", pages.messages, name="list"),
    path("messages/sheet/", pages.sheet, name="sheet"),
    path("messages/words/", wording.words, name="words"),
    path("messages/words/<slug:name>/", wording.write, name="word"),
    path("messages/<int:pk>/", pages.message, name="message"),
    path("messages/<int:pk>/again/", pages.again, name="again"),
]
