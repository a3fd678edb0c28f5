from django.apps import AppConfig


class WebOfficeConfig(AppConfig):
    name = "haat.web.office"
    label = "web_office"
