from django.apps import AppConfig


class OfficeOrganisationsConfig(AppConfig):
    name = "haat.web.office.organisations"
    label = "office_organisations"
