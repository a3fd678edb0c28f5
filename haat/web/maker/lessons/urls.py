"""Addresses of the room."""

from django.urls import path

from haat.web.maker.lessons import pages, practice, there

urlpatterns = [
    path("lessons/", pages.lessons, name="lessons"),
    path("lessons/practice/", practice.practice, name="practice"),
    path("lessons/practice/photos/<slug:kind>/", practice.practice_photo, name="practice_photo"),
    path("lessons/practice/<slug:step>/", practice.deed, name="practice_deed"),
    path("lessons/here/<slug:code>/", there.here, name="lesson_here"),
    path("lessons/sound/<int:pk>/<slug:digest>/", pages.sound, name="lesson_sound"),
    path("lessons/<slug:slug>/", pages.lesson, name="lesson"),
    path("lessons/<slug:slug>/told/", pages.told, name="lesson_told"),
]
