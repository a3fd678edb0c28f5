"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.learning import changing, making, meetings, pages

app_name = "learning"
urlpatterns = [
    path("learning/", pages.lessons, name="list"),
    path("learning/new/", making.new, name="new"),
    path("learning/meetings/", meetings.meetings, name="meetings"),
    path("learning/meetings/new/", meetings.new, name="new_meeting"),
    path("learning/meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("learning/meetings/<int:pk>/call-off/", meetings.call_off, name="call_off_meeting"),
    path("learning/meetings/<int:pk>/present/", meetings.present, name="present"),
    path("learning/meetings/<int:pk>/strike/", meetings.strike, name="strike"),
    path("learning/sound/<int:pk>/", pages.sound, name="sound"),
    path("learning/<slug:slug>/", pages.lesson, name="lesson"),
    path("learning/<slug:slug>/results/", pages.results, name="results"),
    path("learning/<slug:slug>/open/", making.opened, name="open"),
    path("learning/<slug:slug>/close/", making.closed, name="close"),
    path("learning/<slug:slug>/at/<slug:place>/", changing.place, name="place"),
    path("learning/<slug:slug>/at/<slug:place>/words/", changing.words, name="words"),
    path("learning/<slug:slug>/at/<slug:place>/voice/", changing.voice, name="voice"),
    path("learning/<slug:slug>/at/<slug:place>/picture/", changing.picture, name="picture"),
]
