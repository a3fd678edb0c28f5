from django.apps import AppConfig


class MakerPapersConfig(AppConfig):
    name = "haat.web.maker.papers"
    label = "maker_papers"
