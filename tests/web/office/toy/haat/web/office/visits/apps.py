from django.apps import AppConfig


class OfficeVisitsConfig(AppConfig):
    name = "haat.web.office.visits"
    label = "office_visits"
