from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "haat.orders"
    label = "orders"
