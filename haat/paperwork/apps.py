from django.apps import AppConfig


class PaperworkConfig(AppConfig):
    name = "haat.paperwork"
    label = "paperwork"
