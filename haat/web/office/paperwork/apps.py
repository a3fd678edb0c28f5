from django.apps import AppConfig


class OfficePaperworkConfig(AppConfig):
    name = "haat.web.office.paperwork"
    label = "office_paperwork"
