from django.apps import AppConfig


class OfficeFederationConfig(AppConfig):
    name = "haat.web.office.federation"
    label = "office_federation"
