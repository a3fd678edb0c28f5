from django.apps import AppConfig


class OfficeLivelihoodConfig(AppConfig):
    name = "haat.web.office.livelihood"
    label = "office_livelihood"
