from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "haat.sheets"
    label = "sheets"
