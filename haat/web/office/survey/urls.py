"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.survey import deciding, enrolling, looking, mapping, notices, pages, walking

app_name = "survey"
urlpatterns = [
    path("survey/", pages.finds, name="list"),
    path("survey/map/", mapping.villages, name="map"),
    path("survey/villages/", walking.villages, name="villages"),
    path("survey/villages/<int:pk>/", walking.village, name="village"),
    path("survey/villages/<int:pk>/give/", walking.give, name="give"),
    path("survey/walks/<int:pk>/back/", walking.take_back, name="take_back"),
    path("survey/walks/<int:pk>/on/", walking.hand_on, name="hand_on"),
    path("survey/notice/", notices.notices, name="notices"),
    path("survey/notice/<int:pk>/", notices.sound, name="notice"),
    path("survey/<int:pk>/", pages.find, name="find"),
    path("survey/<int:pk>/lead/", deciding.lead, name="lead"),
    path("survey/<int:pk>/call/", deciding.call, name="call"),
    path("survey/<int:pk>/later/", deciding.later, name="later"),
    path("survey/<int:pk>/drop/", deciding.drop, name="drop"),
    path("survey/<int:pk>/same/", deciding.same, name="same"),
    path("survey/<int:pk>/withdraw/", deciding.withdraw, name="withdraw"),
    path("survey/<int:pk>/enrol/", enrolling.enrol, name="enrol"),
    path("survey/<int:pk>/photo/<int:file>/", looking.photo, name="photo"),
    path("survey/<int:pk>/voice/<int:file>/", looking.voice, name="voice"),
]
