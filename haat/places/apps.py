from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "haat.places"
    label = "places"
