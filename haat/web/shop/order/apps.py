from django.apps import AppConfig


class ShopOrderConfig(AppConfig):
    name = "haat.web.shop.order"
    label = "shop_order"
