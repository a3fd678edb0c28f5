from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "haat.catalogue"
    label = "catalogue"
