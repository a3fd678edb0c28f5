from django.apps import AppConfig


class OfficeSurveyConfig(AppConfig):
    name = "haat.web.office.survey"
    label = "office_survey"
