from django.apps import AppConfig


class MakerOrdersConfig(AppConfig):
    name = "haat.web.maker.orders"
    label = "maker_orders"
