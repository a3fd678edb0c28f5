from django.apps import AppConfig


class ShelfConfig(AppConfig):
    name = "haat.shelf"
    label = "shelf"
