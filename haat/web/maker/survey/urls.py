"""Addresses of the room."""

from django.urls import path

from haat.web.maker.survey import back, pages, recording, telling, villages, who

urlpatterns = [
    path("survey/", pages.home, name="survey"),
    path("survey/add/", pages.add, name="survey_add"),
    path("survey/finds/<str:key>/", telling.find, name="survey_find"),
    path("survey/finds/<str:key>/files/<str:name>/", telling.file, name="survey_file"),
    path("survey/villages/", villages.villages, name="survey_villages"),
    path("survey/villages/<int:pk>/", villages.village, name="survey_village"),
    path("survey/villages/<int:pk>/closed/", villages.closed, name="survey_closed"),
    path("survey/walks/<int:pk>/walked/", villages.walked, name="survey_walked"),
    path("survey/houses/<int:pk>/", villages.house, name="survey_house"),
    path("survey/notice/", recording.record, name="survey_record"),
    path("survey/notice/<int:pk>/", recording.sound, name="survey_notice"),
    path("survey/who/", who.who, name="survey_who"),
    path("survey/back/", back.take_back, name="survey_back"),
]
