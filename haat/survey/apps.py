from django.apps import AppConfig


class SurveyConfig(AppConfig):
    name = "haat.survey"
    label = "survey"
