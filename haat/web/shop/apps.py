from django.apps import AppConfig


class WebShopConfig(AppConfig):
    name = "haat.web.shop"
    label = "web_shop"
