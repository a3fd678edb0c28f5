from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "haat.privacy"
    label = "privacy"
