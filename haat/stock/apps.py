from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "haat.stock"
    label = "stock"
