from django.apps import AppConfig


class DoublesConfig(AppConfig):
    name = "haat.doubles"
    label = "doubles"
