from django.apps import AppConfig


class MakerPrivacyConfig(AppConfig):
    name = "haat.web.maker.privacy"
    label = "maker_privacy"
