from django.apps import AppConfig


class OfficeOrdersConfig(AppConfig):
    name = "haat.web.office.orders"
    label = "office_orders"
