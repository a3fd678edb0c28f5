from django.apps import AppConfig


class ShopLookConfig(AppConfig):
    name = "haat.web.shop.look"
    label = "shop_look"
