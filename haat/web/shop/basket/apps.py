from django.apps import AppConfig


class ShopBasketConfig(AppConfig):
    name = "haat.web.shop.basket"
    label = "shop_basket"
