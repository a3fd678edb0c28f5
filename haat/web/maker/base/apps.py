from django.apps import AppConfig


class MakerBaseConfig(AppConfig):
    name = "haat.web.maker.base"
    label = "maker_base"
