from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "haat.review"
    label = "review"
