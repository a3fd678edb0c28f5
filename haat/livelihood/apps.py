from django.apps import AppConfig


class LivelihoodConfig(AppConfig):
    name = "haat.livelihood"
    label = "livelihood"
