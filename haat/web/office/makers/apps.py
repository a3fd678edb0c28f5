from django.apps import AppConfig


class OfficeMakersConfig(AppConfig):
    name = "haat.web.office.makers"
    label = "office_makers"
