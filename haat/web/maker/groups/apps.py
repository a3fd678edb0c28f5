from django.apps import AppConfig


class MakerGroupsConfig(AppConfig):
    name = "haat.web.maker.groups"
    label = "maker_groups"
