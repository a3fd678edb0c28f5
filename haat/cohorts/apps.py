from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "haat.cohorts"
    label = "cohorts"
