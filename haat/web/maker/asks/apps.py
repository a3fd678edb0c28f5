from django.apps import AppConfig


class MakerAsksConfig(AppConfig):
    name = "haat.web.maker.asks"
    label = "maker_asks"
