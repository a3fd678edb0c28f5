from django.apps import AppConfig


class OfficeHelpingConfig(AppConfig):
    name = "haat.web.office.helping"
    label = "office_helping"
