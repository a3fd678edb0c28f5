from django.apps import AppConfig


class MakersConfig(AppConfig):
    name = "haat.makers"
    label = "makers"
