from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "haat.roster"
    label = "roster"
