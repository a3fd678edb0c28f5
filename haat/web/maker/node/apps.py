from django.apps import AppConfig


class MakerNodeConfig(AppConfig):
    name = "haat.web.maker.node"
    label = "maker_node"
