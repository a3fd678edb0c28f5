from django.apps import AppConfig


class MakerHelpConfig(AppConfig):
    name = "haat.web.maker.help"
    label = "maker_help"
