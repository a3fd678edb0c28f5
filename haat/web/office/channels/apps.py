from django.apps import AppConfig


class OfficeChannelsConfig(AppConfig):
    name = "haat.web.office.channels"
    label = "office_channels"
