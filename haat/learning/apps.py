from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "haat.learning"
    label = "learning"
