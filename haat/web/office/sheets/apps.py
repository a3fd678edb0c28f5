from django.apps import AppConfig


class OfficeSheetsConfig(AppConfig):
    name = "haat.web.office.sheets"
    label = "office_sheets"
