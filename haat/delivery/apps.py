from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "haat.delivery"
    label = "delivery"
