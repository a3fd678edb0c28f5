from django.apps import AppConfig


class MakerSurveyConfig(AppConfig):
    name = "haat.web.maker.survey"
    label = "maker_survey"
