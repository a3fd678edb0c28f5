from django.apps import AppConfig


class ShopBaseConfig(AppConfig):
    name = "haat.web.shop.base"
    label = "shop_base"
