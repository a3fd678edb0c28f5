from django.apps import AppConfig


class OfficeCohortsConfig(AppConfig):
    name = "haat.web.office.cohorts"
    label = "office_cohorts"
