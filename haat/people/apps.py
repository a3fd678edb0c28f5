from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "haat.people"
    label = "people"
