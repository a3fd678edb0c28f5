from django.apps import AppConfig


class HelpingConfig(AppConfig):
    name = "haat.helping"
    label = "helping"
