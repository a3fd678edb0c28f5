from django.apps import AppConfig


class OfficeLearningConfig(AppConfig):
    name = "haat.web.office.learning"
    label = "office_learning"
