from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "haat.letters"
    label = "letters"
