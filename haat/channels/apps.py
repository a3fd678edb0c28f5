from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "haat.channels"
    label = "channels"
