from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "haat.studio"
    label = "studio"
