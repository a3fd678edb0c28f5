from django.apps import AppConfig


class OfficeSettingsConfig(AppConfig):
    name = "haat.web.office.settings"
    label = "office_settings"
