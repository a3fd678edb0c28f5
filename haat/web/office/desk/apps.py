from django.apps import AppConfig


class OfficeDeskConfig(AppConfig):
    name = "haat.web.office.desk"
    label = "office_desk"
