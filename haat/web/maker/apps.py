from django.apps import AppConfig


class WebMakerConfig(AppConfig):
    name = "haat.web.maker"
    label = "web_maker"
