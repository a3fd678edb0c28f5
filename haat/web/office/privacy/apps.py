from django.apps import AppConfig


class OfficePrivacyConfig(AppConfig):
    name = "haat.web.office.privacy"
    label = "office_privacy"
