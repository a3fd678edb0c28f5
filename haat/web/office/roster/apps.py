from django.apps import AppConfig


class OfficeRosterConfig(AppConfig):
    name = "haat.web.office.roster"
    label = "office_roster"
