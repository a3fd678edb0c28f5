from django.apps import AppConfig


class OfficeDeliveryConfig(AppConfig):
    name = "haat.web.office.delivery"
    label = "office_delivery"
