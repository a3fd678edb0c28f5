from django.apps import AppConfig


class PricingConfig(AppConfig):
    name = "haat.pricing"
    label = "pricing"
