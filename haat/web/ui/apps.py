from django.apps import AppConfig


class WebUiConfig(AppConfig):
    name = "haat.web.ui"
    label = "web_ui"
