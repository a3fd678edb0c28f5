from django.apps import AppConfig


class OfficeCraftsConfig(AppConfig):
    name = "haat.web.office.crafts"
    label = "office_crafts"
