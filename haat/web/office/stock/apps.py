from django.apps import AppConfig


class OfficeStockConfig(AppConfig):
    name = "haat.web.office.stock"
    label = "office_stock"
