from django.apps import AppConfig


class WebApiConfig(AppConfig):
    name = "haat.web.api"
    label = "web_api"
